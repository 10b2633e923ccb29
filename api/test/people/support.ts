import type { Account, AccountList, Invite } from '@enshin/contracts/accounts.ts'
import type { FacilityKind, Id } from '@enshin/contracts/ids.ts'
import { accessLog, sessions } from '@enshin/db/schema/index.ts'
import { makeFacility, makeWorker, type TestFacility } from '@enshin/db/testing.ts'
import { desc, eq, sql } from 'drizzle-orm'
import { expect, vi } from 'vitest'
import { type CallOptions, problemOf, sessionFor, startTestApi } from '../support.ts'

export type Kind = FacilityKind
const adminOf = { clinic: 'doctor_admin', pharmacy: 'pharmacy_admin' } as const
const memberOf = { clinic: 'doctor', pharmacy: 'pharmacist' } as const

/** An api, and what these tests do with it again and again. */
export async function startPeopleApi() {
	const api = await startTestApi()
	const { db, call } = api

	/** An admin of a facility, signed in a moment ago. */
	async function addAdmin(facility: TestFacility, name?: string) {
		const person = await makeWorker(db, facility, adminOf[facility.kind], name)
		return { ...person, token: await sessionFor(db, person) }
	}
	async function addMember(facility: TestFacility, name?: string) {
		const person = await makeWorker(db, facility, memberOf[facility.kind], name)
		return { ...person, token: await sessionFor(db, person) }
	}
	async function found(kind: Kind = 'clinic') {
		const facility = await makeFacility(db, kind)
		return { facility, admin: await addAdmin(facility, '管理 太郎') }
	}

	/** Expects success, and returns the body if there is one. */
	async function ok(method: string, path: string, options: CallOptions = {}) {
		const answer = await call(method, path, options)
		if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`)
		return answer.text === '' ? null : answer.json()
	}
	/** Expects a Problem, and returns its code. */
	const refused = async (method: string, path: string, options: CallOptions = {}) =>
		problemOf(await call(method, path, options)).code

	const list = async (token: string) => (await ok('GET', '/accounts', { token })) as AccountList
	async function accountOf(token: string, assignmentId: Id): Promise<Account> {
		const found = (await list(token)).accounts.find((account) => account.assignmentId === assignmentId)
		if (!found) throw new Error('not in the list')
		return found
	}

	/** The session's proof of who it is gets old. */
	const growStale = (person: { assignmentId: Id }) =>
		db
			.update(sessions)
			.set({ authenticatedAt: sql`now() - interval '6 minutes'` })
			.where(eq(sessions.assignmentId, person.assignmentId))

	/** The token of the newest link mailed to this address. */
	async function linkSentTo(email: string, count = 1): Promise<string> {
		const to = () => (api.emulators.mail?.caught ?? []).filter((mail) => mail.to.includes(email))
		await vi.waitFor(() => expect(to().length).toBeGreaterThanOrEqual(count), { timeout: 8_000, interval: 30 })
		const token = to()
			.sort((one, other) => one.at.getTime() - other.at.getTime())
			.map(({ text }) => /\/join#([\w-]+)/.exec(text)?.[1])
			.filter((found) => found !== undefined)
			.at(count - 1)
		if (!token) throw new Error('no link in the mail')
		return token
	}

	/** What was noted in a facility's log, newest first. */
	async function logged(facilityId: Id) {
		const rows = await db.select().from(accessLog).where(eq(accessLog.chainId, facilityId)).orderBy(desc(accessLog.seq))
		return rows.map(({ action, actorId, entry }) => ({
			action,
			actorId,
			detail: (JSON.parse(entry) as { detail: Record<string, unknown> }).detail,
		}))
	}

	return { ...api, addAdmin, addMember, found, ok, refused, list, accountOf, growStale, linkSentTo, logged }
}

export const password = 'lantern gravel 47 mosaic orbit'
export const proof = { method: 'photo_id', document: '運転免許証' } as const

export function someone(kind: Kind, change: Partial<Invite> = {}): Invite {
	const email = `someone-${Math.random().toString(36).slice(2)}@test.example`
	const named = { name: '佐々木 朗', kana: 'ささき あきら' }
	return { email, ...named, role: memberOf[kind], title: null, proof, ...change }
}
