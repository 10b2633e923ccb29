import type { Catalogue } from '#lib/i18n/index.ts'
import type { Choice } from './choice.ts'

export type Words = {
	title: string
	/** Whom it is about. */
	name: string
	/** What will happen. */
	effect: string | null
	submit: string
	done: string
	/** Something ends with it. */
	ends: boolean
	/** It asks for one's own password. */
	stepsUp: boolean
}

/** What a dialog says of what was chosen. */
export function wordsOf(t: Catalogue['accounts'], choice: Choice): Words {
	switch (choice.of) {
		case 'account': {
			const { verb, account } = choice
			const own = t[verb]
			const stepsUp = verb === 'role' || verb === 'enable' || verb === 'remove'
			const effect = 'effect' in own ? own.effect : null
			const ends = verb === 'disable' || verb === 'remove'
			const { title, submit } = own
			return { title, name: account.name, effect, submit, done: own.done(account.name), ends, stepsUp }
		}
		case 'invitation': {
			const { name } = choice.invitation
			const own = t.invitations
			if (choice.verb === 'resend') {
				const words = { title: own.resendTitle, effect: own.resendEffect, submit: own.resend, done: own.resent(name) }
				return { ...words, name, ends: false, stepsUp: true }
			}
			if (choice.verb === 'revoke') {
				const words = { title: own.revokeTitle, effect: own.revokeEffect, submit: own.revoke, done: own.revoked(name) }
				return { ...words, name, ends: true, stepsUp: false }
			}
			const { title, submit } = t.identify
			return { title, name, effect: null, submit, done: t.identify.done(name), ends: false, stepsUp: false }
		}
		case 'approval': {
			const own = t.approvals
			const done = { approve: own.approved, refuse: own.refused, withdraw: own.withdrawnDone }[choice.verb]
			return {
				title: own[choice.verb],
				name: choice.approval.personName,
				effect: own.reason(choice.approval.reason),
				submit: own[choice.verb],
				done,
				ends: choice.verb === 'approve',
				stepsUp: choice.verb !== 'withdraw',
			}
		}
	}
}
