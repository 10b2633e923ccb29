import type { CallState } from '@enshin/contracts/call.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldEvents, inOrder } from './fold-events.ts'

const first = '0195d0a0-0000-7000-8000-00000000000a'
const second = '0195d0a0-0000-7000-8000-00000000000b'
const at = (seconds: number) => new Date(Date.UTC(2026, 10, 22, 1, 0, seconds))

function changed(epochId: string, seq: number, seconds: number, to: CallState, reason: string | null = null) {
	return { epochId, seq, at: at(seconds), type: 'state_changed' as const, to, reason }
}

const story = [
	changed(first, 1, 0, 'ringing'),
	changed(first, 2, 5, 'live'),
	changed(first, 3, 60, 'interrupted', 'video_lost'),
	changed(second, 1, 70, 'live'),
	changed(second, 2, 600, 'ended', 'completed'),
]

test('a whole call, carried on by a second signaling process, ends as it went', () => {
	expect(foldEvents(story)).toEqual({ state: 'ended', liveSince: at(5), endedAt: at(600), endReason: 'completed' })
	expect(foldEvents(story.slice(0, 3))).toMatchObject({ state: 'interrupted', liveSince: at(5), endedAt: null })
	expect(foldEvents([])).toEqual({ state: 'waiting', liveSince: null, endedAt: null, endReason: null })
})

test('the order of arrival changes nothing', () => {
	fc.assert(
		fc.property(fc.shuffledSubarray(story, { minLength: story.length }), (shuffled) => {
			expect(foldEvents(shuffled)).toEqual(foldEvents(story))
			expect(inOrder(shuffled)).toEqual(story)
		}),
	)
})

test('nothing after the end opens the call again', () => {
	expect(foldEvents([...story, changed(second, 3, 601, 'live'), changed(second, 4, 700, 'ended', 'no_show')])).toEqual(
		foldEvents(story),
	)
})

test("within one process's life the count goes before a clock that was set back", () => {
	expect(foldEvents([changed(first, 1, 50, 'ringing'), changed(first, 2, 40, 'live')]).state).toBe('live')
})

test('an end without a known reason counts as technical', () => {
	expect(foldEvents([changed(first, 1, 0, 'ended', 'gone fishing')]).endReason).toBe('technical')
	expect(foldEvents([changed(first, 1, 0, 'ended')]).endReason).toBe('technical')
})
