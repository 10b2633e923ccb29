import { expect, test } from 'vitest'
import { registerCsv } from './register-csv.ts'

const entry = {
	id: '0199aaaa-0000-7000-8000-000000000000',
	at: '2026-11-22T15:05:00.000Z',
	personName: '髙橋 花子',
	role: 'staff',
	status: 'active',
	method: 'photo_id',
	document: '=HYPERLINK("x"), 運転免許証',
	checkedByName: '山本 健一',
} as const

test('the register is a file that Excel reads: Japan’s time, names whole, nothing that runs', () => {
	const csv = registerCsv([entry], 'ja')
	expect(csv.startsWith('\uFEFF確認日時,氏名,')).toBe(true)
	expect(csv).toContain(
		`2026-11-23 00:05 +09:00,髙橋 花子,スタッフ,有効,写真付き身分証,"'=HYPERLINK(""x""), 運転免許証",山本 健一\r\n`,
	)
	expect(registerCsv([], 'en')).toBe('\uFEFFIdentified at,Name,Role,Status,Method,Document,Identified by\r\n')
})
