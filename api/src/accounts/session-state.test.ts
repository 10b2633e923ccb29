import { expect, test } from 'vitest'
import { nextState } from './session-state.ts'

const nothing = { withFactor: false, hasFactor: false, factorRequired: false, passwordExpired: false }

test.each([
	['a password alone where no factor is asked for', nothing, 'full'],
	['a password alone, and a factor', { ...nothing, hasFactor: true }, 'second_factor'],
	['password and factor', { ...nothing, hasFactor: true, withFactor: true }, 'full'],
	['no factor where one is required', { ...nothing, factorRequired: true }, 'enrolment'],
	['a factor where one is required', { ...nothing, factorRequired: true, hasFactor: true }, 'second_factor'],
	['an old password', { ...nothing, passwordExpired: true }, 'password_change'],
	['an old password, and a factor', { ...nothing, passwordExpired: true, hasFactor: true }, 'second_factor'],
	[
		'an old password, no factor where one is required',
		{ ...nothing, passwordExpired: true, factorRequired: true },
		'enrolment',
	],
	[
		'an old password and the factor given',
		{ ...nothing, passwordExpired: true, hasFactor: true, withFactor: true },
		'password_change',
	],
] as const)('%s: %#', (_, proved, state) => {
	expect(nextState(proved)).toBe(state)
})
