import { randomUUID } from 'node:crypto'
import { ProblemError } from '@enshin/contracts/errors.ts'
import { describe, expect, test } from 'vitest'
import { EndedAccess, isEnded } from './ended-access.ts'

const [personId, facilityId, other, child] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
const at = new Date('2026-11-22T10:00:00Z')
const session = randomUUID()
const holder = { personId, facilityId, patientId: null, session, issuedAtMs: at.getTime() - 20_000 }

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
		expect(isEnded({ patientId: null, ...ended }, holder)).toBe(holds)
	})

	const guardian = { ...holder, patientId: child }
	const everywhere = { facilityId: null, patientId: null, at }
	test.each([
		['a guardian’s, with the patient', { ...everywhere, personId: child }, guardian, true],
		['a guardian’s, with the guardian', { ...everywhere, personId }, guardian, true],
		['for this patient, this guardian’s', { ...everywhere, personId, patientId: child }, guardian, true],
		['for this patient, not another guardian’s', { ...everywhere, personId: other, patientId: child }, guardian, false],
		[
			'for this patient, not the patient’s own',
			{ ...everywhere, personId, patientId: child },
			{ ...guardian, personId: child },
			false,
		],
		['for another patient, not for this one', { ...everywhere, personId, patientId: other }, guardian, false],
		['for a patient, not the guardian’s own', { ...everywhere, personId, patientId: child }, holder, false],
		['of this session', { sessionIds: [randomUUID(), session], at }, holder, true],
		[
			'of this session, however late its token was issued',
			{ sessionIds: [session], at },
			{ ...holder, issuedAtMs: at.getTime() + 60_000 },
			true,
		],
		['of others', { sessionIds: [randomUUID()], at }, holder, false],
		['of sessions, not of who has none', { sessionIds: [session], at }, { ...holder, session: null }, false],
	])('%s', (_, ended, whose, holds) => {
		expect(isEnded(ended, whose)).toBe(holds)
	})

	test('not what was issued after, when the account was enabled again', () => {
		const ended = { personId, facilityId, patientId: null, at }
		expect(isEnded(ended, { ...holder, issuedAtMs: at.getTime() })).toBe(true)
		expect(isEnded(ended, { ...holder, issuedAtMs: at.getTime() + 6_000 })).toBe(false)
	})
})

test('a token is refused as long as it could be good, and what is older is forgotten', () => {
	let now = at.getTime()
	const recent = new EndedAccess(() => now)
	recent.add({ personId, facilityId, patientId: null, at })
	// An earlier end, heard later, does not undo a later one.
	recent.add({ personId, facilityId, patientId: null, at: new Date(at.getTime() - 60_000) })
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
