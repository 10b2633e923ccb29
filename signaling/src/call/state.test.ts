import { callState } from '@enshin/contracts/call.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CallFacts, type CallInput, initialFacts, isGateOpen, type Step, step } from './state.ts'

const host = { by: 'host' } as const
const guest = { by: 'guest' } as const
const here = (by: 'host' | 'guest'): CallInput => ({ type: 'presence', by, presence: 'here' })

function run(inputs: CallInput[], from = initialFacts({ state: 'waiting', liveSince: null }, 0)): CallFacts {
	return inputs.reduce((facts, input, index) => {
		const result = step(facts, input, index + 1)
		if (!result.ok) throw new Error(`${JSON.stringify(input)} was refused: ${result.code}`)
		return result.facts
	}, from)
}

const met: CallInput[] = [here('host'), here('guest'), { type: 'ring', ...host }, { type: 'enter', ...guest }]
const bothVideos: CallInput[] = [
	{ type: 'video', by: 'host', video: 'live' },
	{ type: 'video', by: 'guest', video: 'live' },
]
const begun = {
	alone: run([here('host')]),
	waiting: run([here('host'), here('guest')]),
	ringing: run([here('host'), here('guest'), { type: 'ring', ...host }]),
	live: run([...met, ...bothVideos]),
	interrupted: run([...met, ...bothVideos, { type: 'video', by: 'guest', video: 'off' }]),
	ended: run([...met, { type: 'end', by: 'host', reason: 'completed' }]),
}

/** What a step leads to, in one word: the state, with its reason, or the code of the refusal. */
function outcome(result: Step): string {
	if (!result.ok) return result.code
	const { state, interruption, endReason } = result.facts
	if (interruption) return `${state} ${interruption.reason} ${interruption.by}`
	return endReason ? `${state} ${endReason}` : state
}

const presence = (by: 'host' | 'guest', presence: 'absent' | 'here' | 'lost' | 'left'): CallInput => {
	return { type: 'presence', by, presence }
}
const video = (by: 'host' | 'guest', video: 'none' | 'live' | 'off'): CallInput => ({ type: 'video', by, video })
const end = (by: 'host' | 'guest', reason: 'completed' | 'unsuitable' | 'no_show' | 'technical'): CallInput => {
	return { type: 'end', by, reason }
}
const off = 'interrupted video_off guest'
const done = 'ended completed'

// One line an input; the columns are the states of `begun`, in its order. In `interrupted` the guest's camera is off.
const table: [CallInput, string, string, string, string, string, string][] = [
	[
		{ type: 'ring', by: 'host' },
		'call.guest_absent',
		'ringing',
		'ringing',
		'call.wrong_state',
		'call.wrong_state',
		'call.ended',
	],
	[{ type: 'ring', by: 'guest' }, ...six('auth.forbidden')],
	[
		{ type: 'cancelRing', by: 'host' },
		'waiting',
		'waiting',
		'waiting',
		'call.wrong_state',
		'call.wrong_state',
		'call.ended',
	],
	[{ type: 'cancelRing', by: 'guest' }, ...six('auth.forbidden')],
	[{ type: 'enter', by: 'guest' }, 'call.not_joined', 'call.not_called', 'live', 'live', off, 'call.ended'],
	[{ type: 'enter', by: 'host' }, ...six('auth.forbidden')],
	[end('host', 'completed'), 'call.wrong_state', 'call.wrong_state', 'call.wrong_state', done, done, 'call.ended'],
	[
		end('host', 'no_show'),
		'ended no_show',
		'ended no_show',
		'ended no_show',
		'call.wrong_state',
		'call.wrong_state',
		'call.ended',
	],
	[end('host', 'unsuitable'), ...five('ended unsuitable'), 'call.ended'],
	[end('host', 'technical'), ...five('ended technical'), 'call.ended'],
	[end('guest', 'completed'), ...six('auth.forbidden')],
	[end('guest', 'unsuitable'), ...six('auth.forbidden')],
	[end('guest', 'no_show'), ...six('auth.forbidden')],
	[end('guest', 'technical'), ...six('auth.forbidden')],
	[presence('guest', 'here'), 'waiting', 'waiting', 'ringing', 'live', off, done],
	[presence('guest', 'lost'), 'waiting', 'waiting', 'ringing', 'live', 'interrupted peer_lost guest', done],
	[
		presence('guest', 'absent'),
		'waiting',
		'waiting',
		'waiting',
		'interrupted peer_lost guest',
		'interrupted peer_lost guest',
		done,
	],
	[
		presence('guest', 'left'),
		'waiting',
		'waiting',
		'waiting',
		'interrupted peer_left guest',
		'interrupted peer_left guest',
		done,
	],
	[presence('host', 'here'), 'waiting', 'waiting', 'ringing', 'live', off, done],
	[presence('host', 'lost'), 'waiting', 'waiting', 'ringing', 'live', off, done],
	[
		presence('host', 'absent'),
		'waiting',
		'waiting',
		'waiting',
		'interrupted peer_lost host',
		'interrupted peer_lost host',
		done,
	],
	[
		presence('host', 'left'),
		'waiting',
		'waiting',
		'waiting',
		'interrupted peer_left host',
		'interrupted peer_left host',
		done,
	],
	[video('guest', 'live'), 'waiting', 'waiting', 'ringing', 'live', 'live', done],
	[video('guest', 'off'), 'waiting', 'waiting', 'ringing', off, off, done],
	[
		video('guest', 'none'),
		'waiting',
		'waiting',
		'ringing',
		'interrupted video_lost guest',
		'interrupted video_lost guest',
		done,
	],
	[video('host', 'live'), 'waiting', 'waiting', 'ringing', 'live', off, done],
	[video('host', 'off'), 'waiting', 'waiting', 'ringing', 'interrupted video_off host', off, done],
	[video('host', 'none'), 'waiting', 'waiting', 'ringing', 'interrupted video_lost host', off, done],
]

function five(word: string): [string, string, string, string, string] {
	return [word, word, word, word, word]
}
function six(word: string): [string, string, string, string, string, string] {
	return [word, ...five(word)]
}

const cases = table.flatMap(([input, ...expected]) =>
	Object.entries(begun).map(([name, facts], column) => ({ name, facts, input, expected: expected[column] })),
)

test.each(cases)('$name and $input lead to $expected', ({ facts, input, expected }) => {
	expect(outcome(step(facts, input, 1_000))).toBe(expected)
})

describe('what the table does not show', () => {
	test('a call is live from the enter on, and a picture interrupts it only after both have been seen', () => {
		const live = run(met)
		expect(live).toMatchObject({ state: 'live', since: 4, liveSince: 4, bothSeen: false })
		expect(run([video('guest', 'off')], live).state).toBe('live')
		expect(run([...bothVideos, video('guest', 'off'), video('guest', 'live')], live).state).toBe('live')
	})

	test('a second interruption does not end with the first', () => {
		const twice = run([presence('host', 'absent')], begun.interrupted)
		expect(twice.interruption).toEqual({ reason: 'peer_lost', by: 'host' })
		expect(run([presence('host', 'here')], twice).interruption).toEqual({ reason: 'video_off', by: 'guest' })
	})

	test('`since` is when the state began, not when its reason changed', () => {
		const later = step(begun.interrupted, presence('host', 'absent'), 99)
		expect(later.ok && later.facts.since).toBe(begun.interrupted.since)
	})

	test('entering while the host is away for a moment is an interrupted call, not a refusal', () => {
		const result = step(run([presence('host', 'lost')], begun.ringing), { type: 'enter', by: 'guest' }, 9)
		expect(outcome(result)).toBe('interrupted peer_lost host')
	})

	test('a lost socket interrupts only once its picture is gone too', () => {
		const lost = run([presence('guest', 'lost')], begun.live)
		expect(lost.interruption).toBeNull()
		expect(run([video('guest', 'none')], lost).interruption).toEqual({ reason: 'peer_lost', by: 'guest' })
		expect(run([video('guest', 'none'), presence('guest', 'here')], lost).interruption).toEqual({
			reason: 'video_lost',
			by: 'guest',
		})
	})

	test('`liveSince` stays the first meeting', () => {
		expect(run([presence('guest', 'lost'), presence('guest', 'here')], begun.live).liveSince).toBe(begun.live.liveSince)
	})

	test.each([
		['waiting', 'waiting'],
		['ringing', 'waiting'],
		['live', 'interrupted'],
		['interrupted', 'interrupted'],
		['ended', 'ended'],
	] as const)('a call on record as %s begins as %s', (recorded, begins) => {
		expect(initialFacts({ state: recorded, liveSince: null }, 5).state).toBe(begins)
	})

	test('who was in a live call on record comes back into it without being called', () => {
		const back = initialFacts({ state: 'live', liveSince: 3 }, 100)
		expect(run([here('guest'), here('host')], back)).toMatchObject({ state: 'live', liveSince: 3 })
	})
})

const role = fc.constantFrom('host' as const, 'guest' as const)
const anyInput: fc.Arbitrary<CallInput> = fc.oneof(
	fc.record({
		type: fc.constant('presence' as const),
		by: role,
		presence: fc.constantFrom('absent', 'here', 'lost', 'left'),
	}),
	fc.record({ type: fc.constant('video' as const), by: role, video: fc.constantFrom('none', 'live', 'off') }),
	fc.record({ type: fc.constantFrom('ring', 'cancelRing', 'enter'), by: role }),
	fc.record({
		type: fc.constant('end' as const),
		by: role,
		reason: fc.constantFrom('completed', 'unsuitable', 'no_show', 'technical'),
	}),
)
const anyRecorded = fc.record({ state: fc.constantFrom(...callState.options), liveSince: fc.constant(null) })

test('in any order of inputs the rules of a call hold', () => {
	fc.assert(
		fc.property(anyRecorded, fc.array(anyInput, { maxLength: 60 }), (recorded, inputs) => {
			let facts = initialFacts(recorded, 0)
			let called = false
			let mayMeet = isGateOpen(recorded.state)
			inputs.forEach((input, index) => {
				const before = facts
				const result = step(before, input, index + 1)
				if (!result.ok) return
				facts = result.facts
				if (input.type === 'ring') called = true
				if (input.type === 'enter' && called) mayMeet = true

				// Never live without the guest's own step after a ring, or a record that they had met.
				if (isGateOpen(facts.state)) expect(mayMeet).toBe(true)
				// Ended is final, and nothing of it changes.
				if (before.state === 'ended') expect(facts).toBe(before)
				// Only the host ends, and only the host rings.
				if (facts.state === 'ended' && before.state !== 'ended')
					expect(input).toMatchObject({ type: 'end', by: 'host' })
				if (facts.state === 'ringing' && before.state !== 'ringing')
					expect(input).toMatchObject({ type: 'ring', by: 'host' })
				// A reason is there exactly when it is needed.
				expect(facts.interruption !== null).toBe(facts.state === 'interrupted')
				if (recorded.state !== 'ended') expect(facts.endReason !== null).toBe(facts.state === 'ended')
				// Live means each is here or at least seen, and both seen once they were.
				if (facts.state === 'live') {
					for (const by of ['host', 'guest'] as const)
						expect(facts.presence[by]).toBe(
							facts.video[by] === 'live' && facts.presence[by] === 'lost' ? 'lost' : 'here',
						)
					if (facts.bothSeen) expect(facts.video).toEqual({ host: 'live', guest: 'live' })
				}
				if (isGateOpen(facts.state)) expect(facts.liveSince).not.toBeNull()
				expect(facts.since).toBeGreaterThanOrEqual(before.since)
				if (facts.state === before.state) expect(facts.since).toBe(before.since)
			})
		}),
		{ numRuns: 3_000 },
	)
})
