import { assertUnreachable } from '@enshin/contracts/assert-unreachable.ts'
import type { Db } from '@enshin/db/client.ts'
import { outbox } from '@enshin/db/schema/index.ts'
import { type Keys, type Owner, SealError, type Vault } from '@enshin/db/sealing/vault.ts'
import { eq, sql } from 'drizzle-orm'
import type { Logger } from 'pino'
import { type Mail, MailError } from '../integrations/mail/mail.ts'
import { type Sms, SmsError } from '../integrations/sms/sms.ts'
import type { Claimed } from './claim-due.ts'
import { secondsUntilNextTry } from './next-try.ts'
import { outboxCell } from './outbox-cells.ts'

export type Sending = { db: Db; vault: Vault; mail: Mail; sms: Sms; log: Logger }

/** What became of one try: `why` is a code, for a provider's words would repeat number or address. */
type Outcome = { kind: 'sent' } | { kind: 'failed'; why: string } | { kind: 'later'; why: string; seconds: number }

/** Sends one claimed message, and notes in its row what became of it. */
export async function deliver({ db, vault, mail, sms, log }: Sending, row: Claimed): Promise<void> {
	const owner: Owner = { kind: row.ownerKind, id: row.ownerId }
	const keys = await vault.keys(db, [owner])
	const outcome = await send(keys, owner, { mail, sms }, row).then(
		(): Outcome => ({ kind: 'sent' }),
		(error) => readFailure(error, row),
	)
	await db
		.update(outbox)
		.set(settled(outcome, keys, owner, row))
		.where(eq(outbox.id, row.id))
	const level = outcome.kind === 'sent' ? 'info' : outcome.kind === 'later' ? 'warn' : 'error'
	log[level]({ outboxId: row.id, channel: row.channel, attempts: row.attempts, ...outcome }, 'outbox')
}

async function send(keys: Keys, owner: Owner, via: Pick<Sending, 'mail' | 'sms'>, row: Claimed): Promise<void> {
	const to = keys.open(owner, outboxCell(row.id, 'recipient'), row.recipient)
	const text = keys.open(owner, outboxCell(row.id, 'body'), row.body)
	switch (row.channel) {
		case 'mail': {
			const subject = row.subject ? keys.open(owner, outboxCell(row.id, 'subject'), row.subject) : ''
			await via.mail.send({ to, subject, text, key: row.id })
			return
		}
		case 'sms':
			await via.sms.send({ to, text, key: row.id })
			return
		default:
			assertUnreachable(row.channel)
	}
}

function readFailure(error: unknown, { channel, attempts }: Claimed): Outcome {
	const why = codeOf(error)
	// An SMS has one try and no other: what became of it may be unknown (at most one SMS).
	const seconds = channel === 'sms' ? null : secondsUntilNextTry(attempts)
	const isFinal = seconds === null || why === 'refused' || error instanceof SealError
	return isFinal ? { kind: 'failed', why } : { kind: 'later', why, seconds }
}

function codeOf(error: unknown): string {
	if (error instanceof SmsError || error instanceof MailError) return error.failure
	return error instanceof SealError ? error.code : 'internal'
}

function settled(outcome: Outcome, keys: Keys, owner: Owner, { id }: Claimed) {
	switch (outcome.kind) {
		case 'sent':
			return { status: 'sent' as const, sentAt: sql`now()`, failure: null, ...emptied(keys, owner, id) }
		case 'failed':
			return { status: 'failed' as const, failure: outcome.why, ...emptied(keys, owner, id) }
		case 'later':
			return { failure: outcome.why, nextAttemptAt: sql`now() + make_interval(secs => ${outcome.seconds})` }
		default:
			return assertUnreachable(outcome)
	}
}

/** Links and codes are of use to a thief also after they were sent: what is done with, keeps only whom it went to. */
function emptied(keys: Keys, owner: Owner, id: string) {
	try {
		return { subject: null, body: keys.seal(owner, outboxCell(id, 'body'), '') }
	} catch {
		// The owner's key is destroyed, and the text with it.
		return {}
	}
}
