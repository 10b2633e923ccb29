import { randomUUID } from 'node:crypto'
import { ProblemError } from '@enshin/contracts/errors.ts'
import { expect, test } from 'vitest'
import { ChatLog, keptMessages } from './chat.ts'

const author = randomUUID()
const message = (text: string, messageId = randomUUID(), peerId = author) => ({
	messageId,
	peerId,
	name: '髙橋 花子',
	text,
	at: '2026-11-22T09:00:00Z',
})

test('a message sent again is kept once, as it was first said', () => {
	const chat = new ChatLog()
	const first = message('こんにちは')
	expect(chat.add(first)).toEqual({ message: first, added: true })
	expect(chat.add({ ...first, text: 'changed' })).toEqual({ message: first, added: false })
	expect(chat.messages).toEqual([first])
})

test("nobody can take another one's message id", () => {
	const chat = new ChatLog()
	const first = message('mine')
	chat.add(first)
	expect(() => chat.add(message('not mine', first.messageId, randomUUID()))).toThrow(ProblemError)
	expect(chat.messages).toEqual([first])
})

test('the oldest go when there are too many', () => {
	const chat = new ChatLog()
	for (let index = 0; index < keptMessages + 5; index++) chat.add(message(String(index)))
	expect(chat.messages).toHaveLength(keptMessages)
	expect(chat.messages[0]?.text).toBe('5')
})
