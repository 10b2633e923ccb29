import type { ChatMessage } from '@enshin/contracts/signaling.ts'

/** A message as the page shows it. One's own is there at once, `sending` until signaling has it. */
export type ChatLine = ChatMessage & { status: 'sent' | 'sending' | 'failed' }

/** Adds what signaling has told, once each by `messageId`; a line that was being sent becomes the one that was. */
export function mergeChat(lines: readonly ChatLine[], told: readonly ChatMessage[]): ChatLine[] {
	const byId = new Map(lines.map((line) => [line.messageId, line]))
	for (const message of told) byId.set(message.messageId, { ...message, status: 'sent' })
	return [...byId.values()].sort(inOrder)
}

export function setStatus(lines: readonly ChatLine[], messageId: string, status: ChatLine['status']): ChatLine[] {
	return lines.map((line) => (line.messageId === messageId && line.status !== 'sent' ? { ...line, status } : line))
}

/** Times of signaling's own clock come first; what is still on its way stands at the end, as it was written. */
function inOrder(one: ChatLine, other: ChatLine): number {
	if ((one.status === 'sent') !== (other.status === 'sent')) return one.status === 'sent' ? -1 : 1
	return Date.parse(one.at) - Date.parse(other.at)
}
