import type { Id } from '@enshin/contracts/ids.ts'
import type { Label } from '@enshin/contracts/memberships.ts'
import type { Db } from '@enshin/db/client.ts'
import { addMembership } from '@enshin/db/people.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { assignments, factors, memberships, proxies, sessions } from '@enshin/db/schema/index.ts'
import { makePatient, makePractitioner, makeWorker, type TestPerson, vaultOf } from '@enshin/db/testing.ts'
import { eq } from 'drizzle-orm'
import { type Answer, sessionFor, type startTestApi } from '../support.ts'
import type { FacilityRole, Tenant } from './ground.ts'

type Call = Awaited<ReturnType<typeof startTestApi>>['call']
export type Make = ReturnType<typeof makeIn>

/** Objects for requests to name, fresh each time; through the api where only it knows how they are made. */
export function makeIn(db: Db, call: Call) {
	const worker = async (tenant: Tenant, status: 'active' | 'disabled' = 'active') => {
		const made = await makeWorker(db, tenant.facility, lowest(tenant))
		if (status === 'disabled') {
			const proof = { method: 'photo_id', document: '運転免許証' }
			await asked(adminOf(tenant), 'POST', `/accounts/${made.assignmentId}/identity`, proof)
			await db.update(assignments).set({ status }).where(eq(assignments.id, made.assignmentId))
		}
		return made
	}
	const admin = (tenant: Tenant) => makeWorker(db, tenant.facility, highest(tenant))

	/** What the api answers a tenant's admin, or another of its people. */
	async function asked(by: TestPerson, method: string, path: string, body: unknown): Promise<Answer> {
		const answer = await call(method, path, { token: await sessionFor(db, by), body })
		if (answer.status >= 300) throw new Error(`${method} ${path} said ${answer.status}: ${answer.text}`)
		return answer
	}
	const idIn = (answer: Answer) => (answer.json() as { id: string }).id
	const adminOf = ({ people }: Tenant) => (people.doctor_admin ?? people.pharmacy_admin) as TestPerson

	return {
		worker,
		admin,
		practitioner: async (tenant: Tenant) => (await makePractitioner(db, tenant.facility)).assignmentId,
		sessionId: async ({ assignmentId }: TestPerson) => {
			await sessionFor(db, { assignmentId })
			const own = await db.select({ id: sessions.id }).from(sessions).where(eq(sessions.assignmentId, assignmentId))
			return own.at(-1)?.id as Id
		},
		factorId: async ({ personId, credentialId }: TestPerson, { confirmed = true } = {}) => {
			const id = newId()
			const owner = { kind: 'person' as const, id: personId }
			const keys = await vaultOf(db).keys(db, [owner])
			const secret = keys.seal(owner, { table: 'factors', column: 'secret', row: id }, 'JBSWY3DPEHPK3PXP')
			const confirmedAt = confirmed ? new Date() : null
			await db.insert(factors).values({ id, credentialId, kind: 'totp', secret, confirmedAt })
			return id
		},
		familyMember: async (tenant: Tenant) => {
			const child = await makePatient(db)
			const values = { guardianId: tenant.patient.personId, patientId: child.personId, relation: 'parent' }
			await db.insert(proxies).values(values)
			return child.personId
		},
		pendingMembership: async ({ facility }: Tenant) => {
			const patient = await makePatient(db)
			const names = { name: patient.name, kana: 'たかはし はなこ' }
			const facts = { patientId: patient.personId, facilityId: facility.id, status: 'pending' as const, ...names }
			await addMembership(db, vaultOf(db), facts)
			const [made] = await db
				.select({ id: memberships.id })
				.from(memberships)
				.where(eq(memberships.patientId, patient.personId))
			return made?.id as Id
		},
		labelId: async (tenant: Tenant) => {
			const path = `/facilities/${tenant.facility.id}/labels`
			const name = newId()
			const { labels } = (await asked(adminOf(tenant), 'POST', path, { name })).json() as { labels: Label[] }
			return labels.find((label) => label.name === name)?.id as Id
		},
		invitationId: async (tenant: Tenant, body: unknown) =>
			idIn(await asked(adminOf(tenant), 'POST', '/invitations', body)),
		deviceId: async (tenant: Tenant) =>
			idIn(await asked(adminOf(tenant), 'POST', '/settings/devices', { name: '受付' })),
		/** An admin is to go, asked by one; another one decides. */
		removalAsked: async (tenant: Tenant, by: TestPerson) => {
			const target = await admin(tenant)
			await asked(by, 'POST', `/accounts/${target.assignmentId}/remove`, { reason: '退職' })
			const list = (await asked(by, 'GET', '/accounts', undefined)).json() as {
				approvals: { id: Id; assignmentId: Id }[]
			}
			return list.approvals.find(({ assignmentId }) => assignmentId === target.assignmentId)?.id as Id
		},
		factorReset: async (tenant: Tenant) => {
			const by = await admin(tenant)
			const { assignmentId } = await worker(tenant)
			return idIn(await asked(by, 'POST', '/factor-resets', { assignmentId, reason: '電話を失くした' }))
		},
	}
}

const lowest = ({ facility }: Tenant): FacilityRole => (facility.kind === 'clinic' ? 'doctor' : 'pharmacist')
const highest = ({ facility }: Tenant): FacilityRole => (facility.kind === 'clinic' ? 'doctor_admin' : 'pharmacy_admin')
