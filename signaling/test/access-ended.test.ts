import { randomUUID } from 'node:crypto'
import { closeCodes } from '@enshin/contracts/wire.ts'
import { publish } from '@enshin/db/events.ts'
import { assignments, proxies } from '@enshin/db/schema/index.ts'
import { makeFacility, makePatient, makeWorker, openTestDatabase } from '@enshin/db/testing.ts'
import { expect, test } from 'vitest'
import { enter, open, pair, resume } from './support/browser.ts'
import { eventually } from './support/eventually.ts'
import { canAll } from './support/rtp.ts'
import { runHouse } from './support/signaling.ts'
import { mint, watchClaims } from './support/tokens.ts'

const { db, signalingUrl } = await openTestDatabase({ poolSize: 2 })
const promisedMs = 5_000

async function house() {
	const running = await runHouse({ databaseUrl: signalingUrl, nodeId: randomUUID() })
	// It listens a moment after it starts.
	const listens =
		"select count(*)::int as n from pg_stat_activity where datname = current_database() and application_name like '%events%'"
	await eventually(async () => (await db.execute<{ n: number }>(listens))[0]?.n).toBeGreaterThan(0)
	return running
}

const endAccess = (personId: string | null, facilityId: string | null) =>
	publish(db, { type: 'access.ended', personId, facilityId, at: new Date().toISOString() })

const endSessions = (...sessionIds: string[]) =>
	publish(db, { type: 'session.ended', sessionIds, at: new Date().toISOString() })

async function watch(url: string, facilityId: string, personId: string, session?: string) {
	const browser = await open(url)
	await browser.request('watch', { token: await mint({ ...watchClaims(facilityId), sub: personId, session }) })
	return browser
}

test('a doctor disabled in a call: socket, media, session and tokens end, and the patient is told', async () => {
	const { url, sfu } = await house()
	const claims = pair()
	const { facilityId } = claims.host
	const [guest, host] = [await enter(url, claims.guest), await enter(url, claims.host)]
	for (const each of [guest, host]) {
		await each.connect()
		await each.canReceive(canAll)
	}
	await host.ring()
	await guest.enter()
	await host.produce('camera')
	await guest.produce('camera')
	await eventually(() => [guest.consumers().length, host.consumers().length]).toEqual([1, 1])
	const day = await watch(url, facilityId, claims.host.sub)
	const colleague = await watch(url, facilityId, randomUUID())
	const unused = await mint({ ...claims.host, jti: randomUUID() })

	const startedAt = performance.now()
	await endAccess(claims.host.sub, facilityId)
	expect(await host.closed).toBe(closeCodes.accessEnded)
	expect(await day.closed).toBe(closeCodes.accessEnded)
	await eventually(async () => (await sfu.statsOf(claims.callId)).map(({ peerId }) => peerId)).toEqual([
		claims.guest.peerId,
	])
	expect(performance.now() - startedAt).toBeLessThan(promisedMs)
	await guest.until('call.changed', ({ interruption }) => interruption?.reason === 'peer_left')
	await guest.until('peer.left', ({ peerId }) => peerId === claims.host.peerId)
	expect(guest.consumers()).toEqual([])
	await expect(resume(url, host)).rejects.toMatchObject({ code: 'session.unknown' })
	const late = await open(url)
	await expect(late.request('join', { token: unused })).rejects.toMatchObject({ code: 'auth.forbidden' })
	const watching = await open(url)
	const token = await mint({ ...watchClaims(facilityId), sub: claims.host.sub })
	await expect(watching.request('watch', { token })).rejects.toMatchObject({ code: 'auth.forbidden' })
	// Nobody else is touched.
	expect([guest.socket.readyState, colleague.socket.readyState]).toEqual([1, 1])
})

test('a facility that stopped: everybody in its calls goes, and nobody of another one', async () => {
	const { url } = await house()
	const [theirs, others] = [pair(), pair()]
	const [guest, host] = [await enter(url, theirs.guest), await enter(url, theirs.host)]
	const other = await enter(url, others.guest)
	await endAccess(null, theirs.host.facilityId)
	expect(await Promise.all([guest.closed, host.closed])).toEqual([closeCodes.accessEnded, closeCodes.accessEnded])
	expect(other.socket.readyState).toBe(1)
})

test('what was not heard is asked for: no notification, and the access ends all the same', async () => {
	const { url } = await house()
	const clinic = await makeFacility(db)
	const doctor = await makeWorker(db, clinic, 'doctor')
	const { host: claims } = pair({ facilityId: clinic.id })
	const host = await enter(url, { ...claims, sub: doctor.personId })
	const startedAt = performance.now()
	await db.update(assignments).set({ accessEndedAt: new Date() })
	expect(await host.closed).toBe(closeCodes.accessEnded)
	expect(performance.now() - startedAt).toBeLessThan(promisedMs)
})

test('a session ended elsewhere: what it opened is cut within 5 s, and nothing that another one of the person’s opened', async () => {
	const { url } = await house()
	const [stolen, mine] = [randomUUID(), randomUUID()]
	const [here, there] = [pair(), pair()]
	const { sub, facilityId } = here.host
	const host = await enter(url, { ...here.host, session: stolen })
	const guest = await enter(url, here.guest)
	const elsewhere = await enter(url, { ...there.host, sub, session: mine })
	const day = await watch(url, facilityId, sub, stolen)
	const other = await watch(url, facilityId, sub, mine)
	const unused = await mint({ ...here.host, session: stolen, jti: randomUUID() })
	const watching = await mint({ ...watchClaims(facilityId), sub, session: stolen })

	const startedAt = performance.now()
	await endSessions(randomUUID(), stolen)
	expect([await host.closed, await day.closed]).toEqual([closeCodes.accessEnded, closeCodes.accessEnded])
	expect(performance.now() - startedAt).toBeLessThan(promisedMs)
	await guest.until('peer.left', ({ peerId }) => peerId === here.host.peerId)
	await expect(resume(url, host)).rejects.toMatchObject({ code: 'session.unknown' })
	await expect((await open(url)).request('join', { token: unused })).rejects.toMatchObject({ code: 'auth.forbidden' })
	await expect((await open(url)).request('watch', { token: watching })).rejects.toMatchObject({
		code: 'auth.forbidden',
	})
	expect([guest, elsewhere, other].map(({ socket }) => socket.readyState)).toEqual([1, 1, 1])
	// The same person comes back from a browser that is signed in, at once.
	await enter(url, { ...here.host, session: mine })
})

test('a place taken over from another browser is not lost with the session that had it before', async () => {
	const { url } = await house()
	const [before, now] = [randomUUID(), randomUUID()]
	const { host: claims, guest } = pair()
	const first = await enter(url, { ...claims, session: before })
	const second = await enter(url, { ...claims, session: now })
	expect(await first.closed).toBe(closeCodes.replaced)
	const patient = await enter(url, { ...guest, session: randomUUID() })
	await endSessions(before)
	await endSessions(guest.sub)
	// The next one that is heard is heard after these.
	await endSessions(now)
	expect(await second.closed).toBe(closeCodes.accessEnded)
	expect(patient.toldOf('peer.left')).toHaveLength(1)
	expect(patient.socket.readyState).toBe(1)
})

test('代理 that ended, or a patient who left, cuts whoever acts for that patient, and them for nobody else', async () => {
	const { url } = await house()
	const [guardian, child, sibling] = [randomUUID(), randomUUID(), randomUUID()]
	const actingFor = (patientId: string, sub = guardian) => enter(url, { ...pair().guest, sub, patientId })
	const mother = await actingFor(child, randomUUID())
	const [forChild, forSibling, own] = [await actingFor(child), await actingFor(sibling), await actingFor(guardian)]
	const unused = await mint({ ...forChild.claims, jti: randomUUID() })

	const startedAt = performance.now()
	await publish(db, {
		type: 'proxy.ended',
		guardianId: guardian,
		patientId: child,
		at: new Date().toISOString(),
	})
	expect(await forChild.closed).toBe(closeCodes.accessEnded)
	expect(performance.now() - startedAt).toBeLessThan(promisedMs)
	await expect((await open(url)).request('join', { token: unused })).rejects.toMatchObject({ code: 'auth.forbidden' })
	expect([mother, forSibling, own].map(({ socket }) => socket.readyState)).toEqual([1, 1, 1])

	await endAccess(child, null)
	expect(await mother.closed).toBe(closeCodes.accessEnded)
	expect([forSibling, own].map(({ socket }) => socket.readyState)).toEqual([1, 1])
	await endAccess(guardian, null)
	expect([await forSibling.closed, await own.closed]).toEqual([closeCodes.accessEnded, closeCodes.accessEnded])
})

test('代理 that ended unheard is asked for', async () => {
	const { url } = await house()
	const [guardian, child] = [(await makePatient(db)).personId, (await makePatient(db)).personId]
	await db.insert(proxies).values({ guardianId: guardian, patientId: child, relation: 'parent' })
	const acting = await enter(url, { ...pair().guest, sub: guardian, patientId: child })
	const own = await enter(url, { ...pair().guest, sub: guardian, patientId: guardian })
	const startedAt = performance.now()
	await db.update(proxies).set({ endedAt: new Date() })
	expect(await acting.closed).toBe(closeCodes.accessEnded)
	expect(performance.now() - startedAt).toBeLessThan(promisedMs)
	expect(own.socket.readyState).toBe(1)
})
