import { expect, test } from 'vitest'
import { checkMail } from '../../integrations/mail/check-mail.ts'
import type { MailText } from '../outgoing.ts'
import { accountDisabledMail } from './account-disabled.ts'
import { codeSms } from './code-sms.ts'
import { emailCodeMail } from './email-code.ts'
import { emergencyUsedMail } from './emergency-used.ts'
import { invitationMail } from './invitation.ts'
import { oneLine, quoted } from './letter.ts'
import { membershipApprovedMail, membershipRefusedMail } from './membership-decided.ts'
import { newSignInMail } from './new-sign-in.ts'
import { incidentMail, maintenanceMail } from './notices.ts'
import { operatorAccessMail } from './operator-access.ts'
import { passwordChangedMail } from './password-changed.ts'
import { passwordResetMail } from './password-reset.ts'
import { roleChangedMail } from './role-changed.ts'

const at = new Date('2026-11-22T11:30:00Z')
const until = new Date('2026-11-22T12:30:00Z')
const url = 'https://enshin.example/links/abc'
const facilityName = 'さくら内科'
const reason = '当院は成人のみ\n診ております。'

/** Each template with what its reader must find in it, in both languages. */
const mails: [name: string, make: (locale: 'ja' | 'en') => MailText, ja: string[], en: string[]][] = [
	[
		'invitation',
		(locale) => invitationMail(locale, { facilityName, role: 'staff', url }),
		[facilityName, 'スタッフ', url, '30分間、1回だけ'],
		[facilityName, 'staff', url, 'once, within 30 minutes'],
	],
	[
		'password reset',
		(locale) => passwordResetMail(locale, { url }),
		[url, '1回だけ'],
		[url, 'once, within 30 minutes'],
	],
	[
		'e-mail code',
		(locale) => emailCodeMail(locale, { code: '482913', minutes: 10 }),
		['482913', '10分間'],
		['482913', '10 minutes'],
	],
	['password changed', (locale) => passwordChangedMail(locale, { at, url }), ['20:30', url], ['20:30', url]],
	[
		'new sign-in',
		(locale) => newSignInMail(locale, { at, device: 'Chrome, Windows', address: '203.0.113.9', url }),
		['20:30', 'Chrome, Windows', '203.0.113.9', url],
		['20:30', 'Chrome, Windows', '203.0.113.9', url],
	],
	[
		'role changed',
		(locale) => roleChangedMail(locale, { facilityName, before: 'staff', after: 'doctor_admin', at }),
		[facilityName, '「スタッフ」から「医師(管理者)」'],
		[facilityName, 'from staff to doctor (admin)'],
	],
	[
		'account disabled',
		(locale) => accountDisabledMail(locale, { facilityName, at }),
		[facilityName, '停止'],
		[facilityName, 'disabled'],
	],
	[
		'membership approved',
		(locale) => membershipApprovedMail(locale, { facilityName, url }),
		[facilityName, '承認されました', url],
		[facilityName, 'was approved', url],
	],
	[
		'membership refused',
		(locale) => membershipRefusedMail(locale, { facilityName, reason, telephone: '03-1234-5678' }),
		[facilityName, '> 当院は成人のみ\n> 診ております。', '03-1234-5678'],
		[facilityName, '> 当院は成人のみ\n> 診ております。', '03-1234-5678'],
	],
	[
		'maintenance',
		(locale) => maintenanceMail(locale, { startsAt: at, endsAt: until, words: '予約はお早めに。' }),
		['20:30', '21:30', '予約はお早めに。'],
		['20:30', '21:30', '予約はお早めに。'],
	],
	[
		'incident',
		(locale) => incidentMail(locale, { at, words: '映像が乱れます。' }),
		['20:30', '映像が乱れます。'],
		['20:30'],
	],
	[
		'emergency account used',
		(locale) => emergencyUsedMail(locale, { facilityName, at, address: '203.0.113.7' }),
		[facilityName, '20:30', '203.0.113.7'],
		[facilityName, '20:30', '203.0.113.7'],
	],
	[
		'operator access',
		(locale) => operatorAccessMail(locale, { facilityName, reason: '障害の調査', at, until, url }),
		[facilityName, '> 障害の調査', '20:30', '21:30', url],
		[facilityName, '> 障害の調査', '20:30', '21:30', url],
	],
]

test.each(mails)('%s says in Japanese what its reader needs', (_, make, needed) => {
	const { subject, text } = make('ja')
	for (const words of needed) expect(`${subject}\n${text}`).toContain(words)
	expect(subject).toMatch(/^【遠診】./)
})

test.each(mails)('%s says it in English, too', (_, make, _ja, needed) => {
	const { subject, text } = make('en')
	for (const words of needed) expect(`${subject}\n${text}`).toContain(words)
	// Names, and what operators and facilities write, are in the language that they are in.
	const ours = [facilityName, '遠診', '予約はお早めに。', '映像が乱れます。'].reduce(
		(left, theirs) => left.replaceAll(theirs, ''),
		text,
	)
	expect(ours.replace(/^> .*$/gm, '')).not.toMatch(/[ぁ-んァ-ン一-龥]/)
})

test.each(mails)('%s may be sent: no breaks in its subject, short lines', (_, make) => {
	for (const locale of ['ja', 'en'] as const) {
		const mail = make(locale)
		expect(() => checkMail({ ...mail, to: 'a@example.jp', key: 'k' })).not.toThrow()
		expect(mail.subject.length).toBeLessThan(60)
	}
})

test('what a patient’s locked telephone shows names no facility', () => {
	const refused = { facilityName, reason, telephone: '03-1234-5678' }
	for (const locale of ['ja', 'en'] as const) {
		expect(membershipApprovedMail(locale, { facilityName, url }).subject).not.toContain(facilityName)
		expect(membershipRefusedMail(locale, refused).subject).not.toContain(facilityName)
	}
})

test('a code by SMS fits into one part', () => {
	expect(codeSms('ja', { code: '482913' })).toContain('482913')
	expect(codeSms('ja', { code: '482913' }).length).toBeLessThanOrEqual(70)
	expect(codeSms('en', { code: '482913' })).toContain('482913')
	expect(codeSms('en', { code: '482913' })).toMatch(/^[\x20-\x7e]{1,160}$/)
})

test('a name with breaks becomes one line, and somebody’s words cannot pass for ours', () => {
	const evil = 'さくら\r\nBcc: x@evil.example\u2028内科'
	expect(oneLine(evil)).toBe('さくら Bcc: x@evil.example 内科')
	expect(oneLine('a'.repeat(100))).toHaveLength(80)
	const invited = invitationMail('ja', { facilityName: evil, role: 'doctor', url })
	expect(() => checkMail({ ...invited, to: 'a@example.jp', key: 'k' })).not.toThrow()
	const typed = maintenanceMail('ja', { startsAt: at, endsAt: until, words: '一行目\r\n二行目\u0007' })
	expect(typed.text).toContain('一行目\n二行目\n')
	expect(quoted('a\n\nパスワード:\r\nb\u0007')).toBe('> a\n>\n> パスワード:\n> b')
})
