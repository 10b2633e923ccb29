import type { Owner } from '@enshin/db/sealing/vault.ts'

/** What a template makes of its facts, for a mail. */
export type MailText = { subject: string; text: string }

/**
 * A message to be sent after the commit. The owner is whom it is about, a person or a facility: the message lies in the
 * outbox sealed under their key, and is unreadable once that is destroyed.
 */
export type Outgoing = { owner: Owner } & (
	| ({ channel: 'mail'; to: string } & MailText)
	/** `to` in E.164. Tried exactly once. A code that somebody waits for goes by `sendCode`. */
	| { channel: 'sms'; to: string; text: string }
)
