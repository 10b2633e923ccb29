import type { FacilitySettings } from '@enshin/contracts/settings.ts'
import type { OpenedSession } from '@enshin/contracts/sign-in.ts'
import { devices, facilities } from '@enshin/db/schema/index.ts'
import { testPassword } from '@enshin/db/testing.ts'
import { eq, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { problemOf, serviceSecret, sessionFor } from '../support.ts'
import { password, someone, startPeopleApi } from './support.ts'

const { db, call, ok, refused, found, addMember, growStale, logged, linkSentTo } = await startPeopleApi()

/** As web asks for a browser at this address, with this cookie. */
const from = (address: string, device?: string) => ({
	'x-enshin-service': serviceSecret,
	'x-enshin-client-address': address,
	...(device && { 'x-enshin-device': device }),
})
const home = '203.0.113.7'
const away = '198.51.100.9'

async function limited(rules = ['203.0.113.0/24', '2001:db8:7::/48']) {
	const { facility, admin } = await found()
	const body = { rules: rules.map((cidr) => ({ cidr, note: '院内' })) }
	await ok('PUT', '/settings/ip-rules', { token: admin.token, body, headers: from(home) })
	return { facility, admin }
}
const read = async (token: string, headers = {}) =>
	(await ok('GET', '/settings', { token, headers })) as FacilitySettings

describe('the addresses a facility allows', () => {
	test('are asked with every request, in every spelling, and a forged header changes nothing', async () => {
		const { admin } = await limited()
		const { token } = admin
		const me = async (headers: Record<string, string>) => (await call('GET', '/me', { token, headers })).status
		for (const inside of [home, '203.0.113.255', '::ffff:203.0.113.9', '2001:DB8:7:0::1']) {
			expect([inside, await me(from(inside))]).toEqual([inside, 200])
		}
		for (const outside of [away, '203.0.114.7', '2001:db8:8::1', '::ffff:198.51.100.9', 'nonsense']) {
			expect([outside, await me(from(outside))]).toEqual([outside, 403])
		}
		// Without the service secret nobody is believed: the connection itself, from 127.0.0.1, is not in the list.
		for (const header of ['x-enshin-client-address', 'x-forwarded-for', 'forwarded', 'x-real-ip']) {
			expect([header, await me({ [header]: home })]).toEqual([header, 403])
			expect([
				header,
				await me({ ...from(away), ...(header !== 'x-enshin-client-address' && { [header]: home }) }),
			]).toEqual([header, 403])
		}
	})

	test('hold at sign-in, and only whoever has the password learns of them', async () => {
		const { facility, admin } = await limited()
		const body = { email: admin.email, password: testPassword, facility: facility.slug }
		const signIn = (change: object, address: string) =>
			call('POST', '/sessions', { body: { ...body, ...change }, headers: from(address) })
		expect(problemOf(await signIn({}, away)).code).toBe('network.not_allowed')
		expect(problemOf(await signIn({ password: 'wrong' }, away)).code).toBe('auth.failed')
		expect(problemOf(await signIn({ email: 'nobody@test.example' }, away)).code).toBe('auth.failed')
		expect((await signIn({}, home)).status).toBe(201)
	})

	test('hold for those who join, and for nobody of other facilities', async () => {
		const { admin } = await limited()
		const elsewhere = await found()
		expect((await call('GET', '/me', { token: elsewhere.admin.token, headers: from(away) })).status).toBe(200)
		const wanted = someone('clinic')
		await ok('POST', '/invitations', { token: admin.token, body: wanted, headers: from(home) })
		const body = { token: await linkSentTo(wanted.email), password }
		const answer = await call('POST', '/invitations/accept', { body, headers: from(away) })
		expect(problemOf(answer).code).toBe('network.not_allowed')
	})

	test('cannot shut out the admin who writes them, and each wrong line has its own sentence', async () => {
		const { facility, admin } = await found()
		const put = (rules: string[], address = home) => {
			const body = { rules: rules.map((cidr) => ({ cidr, note: '' })) }
			return call('PUT', '/settings/ip-rules', { token: admin.token, body, headers: from(address) })
		}
		expect(problemOf(await put([away])).code).toBe('network.would_lock_out')
		expect(problemOf(await put([home, '203.0.113.5/24', '0.0.0.0/0']))).toMatchObject({
			code: 'network.rule_invalid',
			issues: [{ path: 'rules.1.cidr' }, { path: 'rules.2.cidr' }],
		})
		expect((await read(admin.token)).ipRules).toEqual([])
		expect((await put(['203.0.113.7', '::ffff:203.0.113.7'])).status).toBe(204)
		const { ipRules, address } = await read(admin.token, from(home))
		expect([address, ipRules.map(({ cidr }) => cidr)]).toEqual([home, ['203.0.113.7']])
		expect((await put([])).status).toBe(204)
		expect((await call('GET', '/me', { token: admin.token, headers: from(away) })).status).toBe(200)
		expect((await logged(facility.id))[0]).toMatchObject({ action: 'settings.write', detail: { setting: 'ip_rules' } })
	})
})

describe('registered devices', () => {
	async function registered() {
		const { facility, admin } = await found()
		const { token } = admin
		const made = (await ok('POST', '/settings/devices', { token, body: { name: '受付1' } })) as Registered
		return { facility, admin, token, device: made }
	}
	type Registered = { id: string; secret: string }
	const devicesOnly = (token: string, headers = {}) =>
		call('PATCH', '/settings', { token, body: { registeredDevicesOnly: true }, headers })

	test('are the only ones that sign in and go on, once the facility asks for them', async () => {
		const { facility, admin, token, device } = await registered()
		expect(problemOf(await devicesOnly(token)).code).toBe('device.would_lock_out')
		expect(problemOf(await devicesOnly(token, { 'x-enshin-device': device.secret })).code).toBe('device.would_lock_out')
		expect((await devicesOnly(token, from(home, device.secret))).status).toBe(204)

		const me = async (headers: Record<string, string>) => (await call('GET', '/me', { token, headers })).status
		expect(await me(from(home, device.secret))).toBe(200)
		expect(await me(from(home))).toBe(403)
		expect(await me({ 'x-enshin-device': device.secret })).toBe(403)
		const body = { email: admin.email, password: testPassword, facility: facility.slug }
		expect(problemOf(await call('POST', '/sessions', { body, headers: from(home) })).code).toBe('device.not_registered')
		const signedIn = await call('POST', '/sessions', { body, headers: from(home, device.secret) })
		expect((signedIn.json() as OpenedSession).state).toBe('full')
		// Another facility's device is nobody's here.
		const other = await registered()
		expect(await me(from(home, other.device.secret))).toBe(403)
	})

	test('join by a code of one use, which ends after ten minutes; a revoked one is out at once', async () => {
		const { facility, token, device } = await registered()
		await devicesOnly(token, from(home, device.secret))
		const headers = from(home, device.secret)
		const make = async () => {
			const made = await ok('POST', '/settings/device-codes', { token, body: { name: '診察室2' }, headers })
			return made as { id: string; code: string; expiresAt: string }
		}
		const redeem = (code: string, slug = facility.slug) =>
			call('POST', '/devices/redeem', { body: { facility: slug, code }, headers: from(home) })
		const { id, code } = await make()
		expect(code).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}$/)
		expect((await redeem(code, (await found()).facility.slug)).status).toBe(422)
		const answers = await Promise.all([redeem(code.toLowerCase()), redeem(code)])
		expect(answers.map(({ status }) => status).sort()).toEqual([201, 422])
		const { secret = '' } = (answers.find(({ status }) => status === 201)?.json() ?? {}) as Partial<Registered>
		expect((await call('GET', '/me', { token, headers: from(home, secret) })).status).toBe(200)

		await ok('DELETE', `/settings/devices/${id}`, { token, headers })
		expect((await call('GET', '/me', { token, headers: from(home, secret) })).status).toBe(403)
		expect(await refused('DELETE', `/settings/devices/${device.id}`, { token, headers })).toBe('device.would_lock_out')

		const late = await make()
		await db.update(devices).set({ codeExpiresAt: sql`now()` }).where(eq(devices.id, late.id))
		expect(problemOf(await redeem(late.code)).code).toBe('device.code_wrong')
		expect((await read(token, headers)).devices).toMatchObject([{ id: device.id, name: '受付1', current: true }])
		const [row] = await db.select().from(devices).where(eq(devices.id, device.id))
		expect(row?.secretHash).not.toBe(device.secret)
		expect(row?.name.toString('utf8')).not.toContain('受付')
	})
})

describe('other settings', () => {
	test('change what is given, are logged, and never let go of the second factor', async () => {
		const { facility, admin } = await found()
		const { token } = admin
		const patch = (body: object) => call('PATCH', '/settings', { token, body })
		const wanted = { passwordProfile: 'mhlw', passwordExpiryDays: 60, idleLockMinutes: 5, secondFactor: 'required' }
		expect((await patch(wanted)).status).toBe(204)
		expect(await read(token)).toMatchObject(wanted)
		expect((await patch({ passwordExpiryDays: null })).status).toBe(204)
		expect(await read(token)).toMatchObject({ ...wanted, passwordExpiryDays: null })
		for (const wrong of [{ secondFactor: 'offered' }, { idleLockMinutes: 0 }, { passwordExpiryDays: 1 }]) {
			expect((await patch(wrong)).status).toBe(400)
		}
		expect(await logged(facility.id)).toContainEqual(
			expect.objectContaining({ action: 'settings.write', detail: expect.objectContaining({ idleLockMinutes: 5 }) }),
		)
	})

	test('are for admins who have just proved who they are, of their own facility alone', async () => {
		const { facility, admin } = await found()
		const [other, member] = [await found(), await addMember(facility)]
		const writes = [
			['PATCH', '/settings', { idleLockMinutes: 7 }],
			['PUT', '/settings/ip-rules', { rules: [] }],
			['POST', '/settings/devices', { name: 'x' }],
			['POST', '/settings/device-codes', { name: 'x' }],
		] as const
		for (const [method, path, body] of writes) {
			expect(await refused(method, path, { token: member.token, body })).toBe('auth.forbidden')
		}
		expect(await refused('GET', '/settings', { token: member.token })).toBe('auth.forbidden')
		await growStale(admin)
		for (const [method, path, body] of writes) {
			expect(await refused(method, path, { token: admin.token, body })).toBe('auth.step_up')
		}
		const made = await ok('POST', '/settings/devices', { token: await sessionFor(db, admin), body: { name: 'x' } })
		const { id } = made as { id: string }
		expect(await refused('DELETE', `/settings/devices/${id}`, { token: other.admin.token })).toBe('not_found')
		const [theirs] = await db.select().from(facilities).where(eq(facilities.id, other.facility.id))
		expect(theirs?.idleLockMinutes).toBe(15)
	})
})
