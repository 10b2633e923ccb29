import { randomUUID } from 'node:crypto'
import { ProblemError } from '@enshin/contracts/errors.ts'
import { describe, expect, test } from 'vitest'
import { EndedAccess, isEnded } from './ended-access.ts'

const [personId, facilityId, other] = [randomUUID(), randomUUID(), randomUUID()]
const at = new Date('2026-11-22T10:00:00Z')
const holder = { personId, facilityId, issuedAtMs: at.getTime() - 20_000 }

describe('what ended is', () => {
	test.each([
		['this person’s at this facility', { personId, facilityId, at }, true],
		['this person’s everywhere', { personId, facilityId: null, at }, true],
		['everybody’s at this facility', { personId: null, facilityId, at }, true],
		['somebody else’s', { personId: other, facilityId, at }, false],
		['this person’s elsewhere', { personId, facilityId: other, at }, false],
		['everybody’s elsewhere', { personId: null, facilityId: other, at }, false],
		['nobody’s', { personId: null, facilityId: null, at }, false],
	])('%s', (_, ended, holds) => {
		expect(isEnded(ended, holder)).toBe(holds)
	})

	test('not what was issued after, when the account was enabled again', () => {
		const ended = { personId, facilityId, at }
		expect(isEnded(ended, { ...holder, issuedAtMs: at.getTime() })).toBe(true)
		expect(isEnded(ended, { ...holder, issuedAtMs: at.getTime() + 6_000 })).toBe(false)
	})
})

test('a token is refused as long as it could be good, and what is older is forgotten', () => {
	let now = at.getTime()
	const recent = new EndedAccess(() => now)
	recent.add({ personId, facilityId, at })
	// An earlier end, heard later, does not undo a later one.
	recent.add({ personId, facilityId, at: new Date(at.getTime() - 60_000) })
	recent.sweep()
	expect(() => recent.demandNone(holder)).toThrow(new ProblemError('auth.forbidden'))
	expect(() => recent.demandNone({ ...holder, personId: other })).not.toThrow()
	now += 65_000
	recent.sweep()
	expect(() => recent.demandNone(holder)).toThrow(new ProblemError('auth.forbidden'))
	now += 60_000
	recent.sweep()
	expect(() => recent.demandNone(holder)).not.toThrow()
})
