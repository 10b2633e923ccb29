import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { ChatMessage } from '@enshin/contracts/signaling.ts'

/** The last so many messages are kept with the call, in memory. */
export const keptMessages = 200

export class ChatLog {
	readonly #messages = new Map<Id, ChatMessage>()

	/** Oldest first. */
	get messages(): ChatMessage[] {
		return [...this.#messages.values()]
	}

	/** Adds one; sent again by the same author, the kept one comes back and `added` is false. */
	add(message: ChatMessage): { message: ChatMessage; added: boolean } {
		const kept = this.#messages.get(message.messageId)
		if (kept && kept.peerId !== message.peerId) throw new ProblemError('request.invalid')
		if (kept) return { message: kept, added: false }
		this.#messages.set(message.messageId, message)
		const [oldest] = this.#messages.keys()
		if (this.#messages.size > keptMessages && oldest) this.#messages.delete(oldest)
		return { message, added: true }
	}
}
