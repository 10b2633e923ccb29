import { ProblemError } from '@enshin/contracts/errors.ts'
import type { ChatMessage } from '@enshin/contracts/signaling.ts'
import { type ChatLine, mergeChat, setStatus } from './chat-merge.ts'
import type { Ask } from './line.ts'

/** The written side of a call. What is typed appears at once and is sent until signaling has it, exactly once. */
export class Chat {
	lines = $state.raw<ChatLine[]>([])
	unread = $state(0)
	/** What is being typed; it outlives a closed sheet and a lost line. */
	draft = $state('')
	#open = false
	readonly #ask: Ask
	#self: { peerId: string; name: string } | null = null

	constructor(ask: Ask) {
		this.#ask = ask
	}

	/** While the messages can be seen nothing is unread. */
	setOpen(open: boolean): void {
		this.#open = open
		if (open) this.unread = 0
	}

	/** The line stands (again): take the history, and send what never arrived. */
	joined(self: { peerId: string; name: string }, history: ChatMessage[]): void {
		const first = this.#self === null
		this.#self = self
		this.#take(history, { count: !first })
		for (const line of this.lines) if (line.status !== 'sent') void this.#deliver(line)
	}

	receive(message: ChatMessage): void {
		this.#take([message], { count: true })
	}

	send(): void {
		const text = this.draft.trim()
		if (text === '' || !this.#self) return
		this.draft = ''
		const { peerId, name } = this.#self
		const messageId = crypto.randomUUID()
		const line: ChatLine = { messageId, peerId, name, text, at: new Date().toISOString(), status: 'sending' }
		this.lines = [...this.lines, line]
		void this.#deliver(line)
	}

	/** 「もう一度送る」. */
	retry(line: ChatLine): void {
		this.lines = setStatus(this.lines, line.messageId, 'sending')
		void this.#deliver(line)
	}

	async #deliver({ messageId, text }: ChatLine): Promise<void> {
		try {
			this.#take([await this.#ask('chat.send', { messageId, text })], { count: false })
		} catch (error) {
			// Without a line it stays on its way: `joined` sends it again.
			const code = error instanceof ProblemError ? error.code : 'internal'
			if (code !== 'unavailable') this.lines = setStatus(this.lines, messageId, 'failed')
		}
	}

	#take(told: ChatMessage[], { count }: { count: boolean }): void {
		const known = new Set(this.lines.map(({ messageId }) => messageId))
		const fresh = told.filter(({ messageId, peerId }) => !known.has(messageId) && peerId !== this.#self?.peerId)
		this.lines = mergeChat(this.lines, told)
		if (count && !this.#open) this.unread += fresh.length
	}
}
