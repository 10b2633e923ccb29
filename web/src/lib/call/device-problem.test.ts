import { describe, expect, test } from 'vitest'
import { deviceProblemOf, environmentProblem } from './device-problem.ts'

describe('what getUserMedia rejected with', () => {
	test.each([
		['NotAllowedError', 'Permission denied', 'denied'],
		['NotAllowedError', 'Permission dismissed', 'denied'],
		['NotAllowedError', 'Permission denied by system', 'denied_by_system'],
		['SecurityError', '', 'denied'],
		['NotFoundError', 'Requested device not found', 'missing'],
		['OverconstrainedError', '', 'missing'],
		['NotReadableError', 'Could not start video source', 'in_use'],
		['AbortError', 'Starting videoinput failed', 'in_use'],
		['NotSupportedError', '', 'unsupported'],
	] as const)('%s (%s) is told as %s', (name, message, expected) => {
		expect(deviceProblemOf(new DOMException(message, name))).toBe(expected)
	})

	test('what nobody knows is told as a device that does not start, which has steps to try', () => {
		expect(deviceProblemOf('nonsense')).toBe('in_use')
		expect(deviceProblemOf(new DOMException('', 'BrandNewError'))).toBe('in_use')
	})
})

describe('a browser that offers no devices', () => {
	test('a page without https is told apart from a browser that is too old', () => {
		expect(environmentProblem({ isSecureContext: false, hasGetUserMedia: false })).toBe('insecure')
		expect(environmentProblem({ isSecureContext: true, hasGetUserMedia: false })).toBe('unsupported')
	})

	test('one that offers them has no problem', () => {
		expect(environmentProblem({ isSecureContext: true, hasGetUserMedia: true })).toBeNull()
	})
})
