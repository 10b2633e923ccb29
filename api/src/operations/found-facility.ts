import type { FoundFacility } from '@enshin/contracts/operations.ts'
import { addFacility } from '@enshin/db/people.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { facilities, links } from '@enshin/db/schema/index.ts'
import { eq, or, sql } from 'drizzle-orm'
import { hashSessionToken, newSessionToken } from '../accounts/session-token.ts'
import { enqueue } from '../notifications/enqueue.ts'
import { invitationMail } from '../notifications/templates/invitation.ts'
import { invitationMinutes } from '../people/invitation.ts'
import { facility } from '../sealed/open-cells.ts'
import { type Ops, operating } from './operating.ts'
import { OpsError } from './ops-error.ts'

/**
 * Founds a facility, and invites its first admin by mail; everybody else is invited by that one. Returns the link too:
 * where no mail leaves yet, the operator hands it over. It works once, for 30 minutes.
 */
export async function foundingFacility(ops: Ops, wanted: FoundFacility): Promise<{ facilityId: string; link: string }> {
	return await operating(ops, async ({ db, vault, record, operator, webOrigin }) => {
		const { slug, code, name, kind, telephone, admin } = wanted
		const [known] = await db
			.select({ slug: facilities.slug })
			.from(facilities)
			.where(or(eq(facilities.slug, slug), eq(facilities.code, code)))
		if (known) throw new OpsError(`${known.slug} has this slug or code already.`)
		const facilityId = await addFacility(db, vault, { slug, code, name, kind, telephone })
		const owner = facility(facilityId)
		const keys = await vault.keys(db, [owner])
		const id = newId()
		const seal = (column: string, text: string) => keys.seal(owner, { table: 'links', column, row: id }, text)
		const token = newSessionToken()
		const email = admin.email.toLowerCase()
		const role = kind === 'clinic' ? 'doctor_admin' : 'pharmacy_admin'
		await db.insert(links).values({
			id,
			kind: 'invitation',
			tokenHash: hashSessionToken(token),
			facilityId,
			email: seal('email', email),
			emailIndex: vault.index('email', facilityId, email),
			name: seal('name', admin.name),
			kana: seal('kana', admin.kana),
			role,
			createdBy: operator.personId,
			proofMethod: admin.proof.method,
			proofDocument: seal('proof_document', admin.proof.document),
			proofBy: operator.personId,
			proofAt: sql`now()`,
			expiresAt: sql`now() + make_interval(mins => ${invitationMinutes})`,
		})
		const link = `${webOrigin}/f/${slug}/join?token=${token}`
		const mail = invitationMail('ja', { facilityName: name, role, url: link })
		await enqueue(db, vault, { owner, channel: 'mail', to: email, ...mail })
		await record(facilityId, 'facility.found', { slug })
		await record(facilityId, 'account.invite', { invitationId: id, invitedAs: role, identified: true })
		return { facilityId, link }
	})
}
