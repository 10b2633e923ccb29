import type { Account, AccountApproval, Invitation } from '@enshin/contracts/accounts.ts'

/** What was chosen from a row: the dialog that asks for the rest. */
export type Choice =
	| { of: 'account'; verb: AccountVerb; account: Account }
	| { of: 'invitation'; verb: 'resend' | 'revoke' | 'identifyInvited'; invitation: Invitation }
	| { of: 'approval'; verb: 'approve' | 'refuse' | 'withdraw'; approval: AccountApproval }

export type AccountVerb = 'role' | 'disable' | 'enable' | 'remove' | 'identify' | 'bookable' | 'unbookable'
