import type { OwnExport } from '@enshin/contracts/memberships.ts'
import { expect, test } from 'vitest'
import { exportAsText } from './export-as-text.ts'

const at = '2026-11-22T03:00:00.000Z'
const data: OwnExport = {
	format: 'enshin-own-data/1',
	exportedAt: at,
	profile: {
		personId: '0195d0a0-0000-7000-8000-000000000001',
		patientNumber: '2026-048213',
		name: '髙橋 花子',
		kana: 'たかはし はなこ',
		birthDate: '1951-04-03',
		sex: 'female',
		telephone: '+819012345678',
		insuranceNumber: null,
		email: 'hanako@example.jp',
		signInTelephone: null,
		locale: 'ja',
	},
	memberships: [],
	appointments: [],
	family: { members: [], guardians: [] },
	sessions: [{ createdAt: at, lastUsedAt: at, methods: 'password' }],
	accessLog: [{ at, action: 'patient.read', facilityName: 'さくら内科', role: 'staff' }],
}

test('whoever takes their data along can read it: who they are, and who read it', () => {
	const text = exportAsText(data, 'ja')
	for (const words of ['髙橋 花子', '1951年4月3日', '090-1234-5678', '2026-048213', '11月22日(日) 12:00 さくら内科'])
		expect(text).toContain(words)
	expect(exportAsText(data, 'en')).toContain('3 Apr 1951')
})
