import type { CheckedInvitation } from '@enshin/contracts/accounts.ts'
import type { OpenedSession } from '@enshin/contracts/sign-in.ts'
import { credentials, facilities, identityProofs, links, practitioners } from '@enshin/db/schema/index.ts'
import { makeFacility } from '@enshin/db/testing.ts'
import { eq, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { problemOf } from '../support.ts'
import { password, proof, someone, startPeopleApi } from './support.ts'

const { db, call, ok, refused, found, list, accountOf, addMember, growStale, linkSentTo, logged, emulators } =
	await startPeopleApi()

async function invited(kind: 'clinic' | 'pharmacy' = 'clinic', change = {}) {
	const { facility, admin } = await found(kind)
	const wanted = someone(kind, change)
	const { id } = (await ok('POST', '/invitations', { token: admin.token, body: wanted })) as { id: string }
	return { facility, admin, wanted, id, link: await linkSentTo(wanted.email) }
}
const accept = (token: string, chosen = password) =>
	call('POST', '/invitations/accept', { body: { token, password: chosen } })

describe.each(['clinic', 'pharmacy'] as const)('an invitation to a %s', (kind) => {
	test('comes by mail without a password, shows who is asked where, and makes an account of its role', async () => {
		const { facility, admin, wanted, link } = await invited(kind, { title: '担当' })
		const mail = emulators.mail?.caught.find(({ to }) => to.includes(wanted.email))
		expect(mail?.text).toContain('30分')
		const checked = (await ok('POST', '/invitations/check', { body: { token: link } })) as CheckedInvitation
		expect(checked).toMatchObject({
			facility: { slug: facility.slug, kind },
			name: wanted.name,
			email: wanted.email,
			role: wanted.role,
			factorRequired: false,
		})
		const answer = await accept(link)
		expect(answer.status).toBe(201)
		const session = answer.json() as OpenedSession
		expect(session).toMatchObject({ state: 'full', me: { name: wanted.name, role: wanted.role } })
		expect((await call('GET', '/me', { token: session.token })).status).toBe(200)

		const { accounts, invitations } = await list(admin.token)
		expect(invitations).toEqual([])
		expect(accounts.find(({ email }) => email === wanted.email)).toMatchObject({
			name: wanted.name,
			kana: wanted.kana,
			role: wanted.role,
			status: 'active',
			hasFactor: false,
			practitioner: { title: '担当', withdrawn: false },
			identifiedAt: expect.any(String),
			lastSignInAt: expect.any(String),
		})
		const signedIn = await call('POST', '/sessions', {
			body: { email: wanted.email.toUpperCase(), password, facility: facility.slug },
		})
		expect(signedIn.status).toBe(201)
	})

	test('is for roles of this kind of facility, and for names that can be booked', async () => {
		const { admin } = await found(kind)
		const foreign = kind === 'clinic' ? 'pharmacist' : 'doctor'
		const { token } = admin
		expect(await refused('POST', '/invitations', { token, body: someone(kind, { role: foreign }) })).toBe(
			'account.role_not_here',
		)
		expect(await refused('POST', '/invitations', { token, body: someone(kind, { role: 'ops' }) })).toBe(
			'account.role_not_here',
		)
		if (kind === 'clinic') {
			const body = someone(kind, { role: 'staff', title: '受付' })
			expect(await refused('POST', '/invitations', { token, body })).toBe('account.not_bookable')
		}
	})
})

describe('an invitation’s link', () => {
	test('works once: a second use is refused and noted, and two at once make one account', async () => {
		const { facility, admin, wanted, link } = await invited()
		const answers = await Promise.all([accept(link), accept(link), accept(link)])
		expect(answers.map(({ status }) => status).sort()).toEqual([201, 410, 410])
		expect(problemOf(await accept(link)).code).toBe('link.invalid')
		const { accounts } = await list(admin.token)
		expect(accounts.filter(({ email }) => email === wanted.email)).toHaveLength(1)
		expect((await logged(facility.id)).filter(({ action }) => action === 'sign_in.replay')).toContainEqual({
			action: 'sign_in.replay',
			actorId: null,
			detail: expect.objectContaining({ factor: 'invitation', why: 'used' }),
		})
	})

	test('ends after 30 minutes, when it is taken back, and when its sender is no admin any more', async () => {
		const expired = await invited()
		const [row] = await db.select().from(links).where(eq(links.id, expired.id))
		const minutes = ((row?.expiresAt.getTime() ?? 0) - Date.now()) / 60_000
		expect(minutes).toBeGreaterThan(29)
		expect(minutes).toBeLessThanOrEqual(30)
		await db.update(links).set({ expiresAt: sql`now()` }).where(eq(links.id, expired.id))
		expect(problemOf(await accept(expired.link)).code).toBe('link.invalid')
		expect(await logged(expired.facility.id)).toContainEqual(
			expect.objectContaining({ action: 'sign_in.replay', detail: expect.objectContaining({ why: 'expired' }) }),
		)

		const revoked = await invited()
		await ok('DELETE', `/invitations/${revoked.id}`, { token: revoked.admin.token })
		expect(problemOf(await accept(revoked.link)).code).toBe('link.invalid')

		const orphaned = await invited()
		await db.execute(sql`update assignments set role = 'staff' where id = ${orphaned.admin.assignmentId}`)
		expect(problemOf(await accept(orphaned.link)).code).toBe('link.invalid')
	})

	test('is a fresh one when it is sent again, and the one before is dead', async () => {
		const { admin, wanted, id, link } = await invited()
		await db.update(links).set({ expiresAt: sql`now()` }).where(eq(links.id, id))
		expect((await list(admin.token)).invitations).toMatchObject([{ id, expired: true, email: wanted.email }])
		await ok('POST', `/invitations/${id}/resend`, { token: admin.token })
		const again = await linkSentTo(wanted.email, 2)
		expect(again).not.toBe(link)
		expect(problemOf(await accept(link)).code).toBe('link.invalid')
		expect((await accept(again)).status).toBe(201)
	})

	test('that is forged opens nothing', async () => {
		const forged = 'x'.repeat(43)
		expect(await refused('POST', '/invitations/check', { body: { token: forged } })).toBe('link.invalid')
		expect(problemOf(await accept(forged)).code).toBe('link.invalid')
	})

	test('survives a password that is refused, with the reason', async () => {
		const { link } = await invited()
		const guessable = await accept(link, 'ささきあきら1234567')
		expect(problemOf(guessable)).toMatchObject({ code: 'password.refused', issues: [{ path: 'password' }] })
		expect(problemOf(await accept(link, 'short')).code).toBe('password.refused')
		expect((await accept(link)).status).toBe(201)
	})

	test('leads to enrolling a second factor where the facility asks for one', async () => {
		const { facility, link } = await invited()
		await db.update(facilities).set({ secondFactor: 'required' }).where(eq(facilities.id, facility.id))
		const session = (await accept(link)).json() as OpenedSession
		expect(session).toMatchObject({ state: 'enrolment', me: null })
		expect(await refused('GET', '/me', { token: session.token })).toBe('auth.incomplete')
	})
})

describe('本人確認', () => {
	test('without it nobody joins; recorded for the invitation, it becomes a line of the register', async () => {
		const { facility, admin, wanted, id, link } = await invited('clinic', { proof: null })
		expect((await list(admin.token)).invitations).toMatchObject([{ identified: false }])
		expect(problemOf(await accept(link)).code).toBe('account.not_identified')
		await ok('POST', `/invitations/${id}/identity`, { token: admin.token, body: proof })
		expect((await accept(link)).status).toBe(201)
		const { entries } = (await ok('GET', '/identity-register', { token: admin.token })) as { entries: unknown[] }
		expect(entries).toMatchObject([
			{ personName: wanted.name, role: 'doctor', ...proof, checkedByName: '管理 太郎', status: 'active' },
		])
		const [row] = await db.select().from(identityProofs).where(eq(identityProofs.facilityId, facility.id))
		expect(row?.document.toString('utf8')).not.toContain('運転')
		const csv = await call('GET', '/identity-register/export', { token: admin.token })
		expect(csv.headers.get('content-type')).toContain('text/csv')
		expect(csv.text).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d \+09:00,佐々木 朗,医師\(一般\),有効,写真付き身分証,運転免許証/)
	})

	test('a disabled account without it is not opened again', async () => {
		const { facility, admin } = await found()
		const member = await addMember(facility)
		const path = `/accounts/${member.assignmentId}`
		await ok('POST', `${path}/disable`, { token: admin.token })
		expect(await refused('POST', `${path}/enable`, { token: admin.token })).toBe('account.proof_needed')
		await ok('POST', `${path}/identity`, { token: admin.token, body: proof })
		await ok('POST', `${path}/enable`, { token: admin.token })
		expect(await accountOf(admin.token, member.assignmentId)).toMatchObject({ status: 'active' })
	})
})

describe('inviting', () => {
	test('an address that is known here is a clear error; elsewhere it is nobody’s business', async () => {
		const { facility, admin, wanted } = await invited()
		const { token } = admin
		expect(await refused('POST', '/invitations', { token, body: someone('clinic', { email: wanted.email }) })).toBe(
			'account.invited_already',
		)
		const member = await addMember(facility)
		const known = someone('clinic', { email: member.email.toUpperCase() })
		expect(await refused('POST', '/invitations', { token, body: known })).toBe('account.email_known')
		const elsewhere = await found()
		await ok('POST', '/invitations', { token: elsewhere.admin.token, body: known })
	})

	test('is for admins, of their own facility, who have just proved who they are', async () => {
		const { facility, admin, id } = await invited()
		const member = await addMember(facility)
		const body = someone('clinic')
		expect(await refused('POST', '/invitations', { token: member.token, body })).toBe('auth.forbidden')
		expect(await refused('GET', '/accounts', { token: member.token })).toBe('auth.forbidden')
		const stranger = await found()
		for (const [method, path] of [
			['POST', `/invitations/${id}/resend`],
			['DELETE', `/invitations/${id}`],
		] as const) {
			expect(await refused(method, path, { token: stranger.admin.token })).toBe('not_found')
		}
		expect((await list(stranger.admin.token)).invitations).toEqual([])
		await growStale(admin)
		expect(await refused('POST', '/invitations', { token: admin.token, body })).toBe('auth.step_up')
		expect(await refused('POST', `/invitations/${id}/resend`, { token: admin.token })).toBe('auth.step_up')
	})

	test('keeps what it knows of the invited sealed', async () => {
		const { id, wanted } = await invited('clinic', { title: '内科' })
		const [row] = await db.select().from(links).where(eq(links.id, id))
		for (const cell of [row?.email, row?.name, row?.kana, row?.proofDocument]) {
			expect(cell).toBeInstanceOf(Buffer)
			expect(cell?.toString('utf8')).not.toContain(wanted.email)
			expect(cell?.toString('utf8')).not.toContain('佐々木')
		}
		expect(await db.$count(practitioners, eq(practitioners.title, '内科'))).toBe(0)
		const other = await makeFacility(db)
		expect(await db.$count(credentials, eq(credentials.facilityId, other.id))).toBe(0)
	})
})
