import { expect, test } from 'vitest'
import { type ChatLine, mergeChat, setStatus } from './chat-merge.ts'

const message = (messageId: string, second: number, text = messageId) => ({
	messageId,
	peerId: 'p',
	name: '髙橋 花子',
	text,
	at: `2026-11-22T10:00:${String(second).padStart(2, '0')}+09:00`,
})
const line = (messageId: string, second: number, status: ChatLine['status']): ChatLine => ({
	...message(messageId, second),
	status,
})

test('what comes twice is kept once', () => {
	const once = mergeChat([], [message('a', 1), message('b', 2)])
	expect(mergeChat(once, [message('a', 1), message('b', 2)])).toEqual(once)
})

test('one’s own line becomes the sent one, with signaling’s time', () => {
	expect(mergeChat([line('a', 59, 'sending')], [message('a', 1)])).toEqual([line('a', 1, 'sent')])
})

test('lines stand in signaling’s order, and what is on its way comes last whatever this clock says', () => {
	const merged = mergeChat([line('mine', 0, 'sending')], [message('b', 2), message('a', 1)])
	expect(merged.map(({ messageId }) => messageId)).toEqual(['a', 'b', 'mine'])
})

test('after a reconnect the history brings what was missed and loses nothing that is unsent', () => {
	const before = [line('a', 1, 'sent'), line('mine', 3, 'failed')]
	const after = mergeChat(before, [message('a', 1), message('b', 2)])
	expect(after.map(({ messageId, status }) => [messageId, status])).toEqual([
		['a', 'sent'],
		['b', 'sent'],
		['mine', 'failed'],
	])
})

test('a late failure does not unsend what signaling has', () => {
	expect(setStatus([line('a', 1, 'sent')], 'a', 'failed')).toEqual([line('a', 1, 'sent')])
})
