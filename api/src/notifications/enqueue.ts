import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { publish } from '@enshin/db/events.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { outbox } from '@enshin/db/schema/index.ts'
import type { Vault } from '@enshin/db/sealing/vault.ts'
import { checkMail, isMailAddress } from '../integrations/mail/check-mail.ts'
import { outboxCell } from './outbox-cells.ts'
import type { Outgoing } from './outgoing.ts'

/**
 * Writes a mail or an SMS in the caller's transaction: it is sent when, and only when, that commits. Works in any scope.
 * Throws `contact.invalid` for what is no one address or number, while somebody is there to hear it, and a MailError for
 * a mail that is wrong otherwise.
 */
export async function enqueue(tx: Db, vault: Vault, message: Outgoing): Promise<Id> {
	const { owner, channel, to, text } = message
	const id = newId()
	if (!isAddress(message)) throw new ProblemError('contact.invalid')
	if (message.channel === 'mail') checkMail({ to, subject: message.subject, text, key: id })
	const keys = await vault.keys(tx, [owner])
	await tx.insert(outbox).values({
		id,
		channel,
		ownerKind: owner.kind,
		ownerId: owner.id,
		recipient: keys.seal(owner, outboxCell(id, 'recipient'), to),
		subject: message.channel === 'mail' ? keys.seal(owner, outboxCell(id, 'subject'), message.subject) : null,
		body: keys.seal(owner, outboxCell(id, 'body'), text),
	})
	await publish(tx, { type: 'outbox.added' })
	return id
}

function isAddress({ channel, to }: Outgoing): boolean {
	return channel === 'mail' ? isMailAddress(to) : /^\+[1-9]\d{6,14}$/.test(to)
}
