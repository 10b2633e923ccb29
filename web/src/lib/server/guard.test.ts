import type { Me } from '@enshin/contracts/api.ts'
import type { SessionState } from '@enshin/contracts/ids.ts'
import { describe, expect, it } from 'vitest'
import { redirectFor, safeBack } from './guard.ts'

const person = (role: Me['role']): Me => ({
	personId: 'b1c5a7de-3f1e-4b43-9a51-0c8d1a6f2e10',
	name: '髙橋 花子',
	kana: 'たかはし はなこ',
	role,
	locale: 'ja',
	facility: null,
	practitionerId: null,
	actingFor: null,
})
const ask = (routeId: string | null, role: Me['role'] | null, door?: string) =>
	redirectFor({
		routeId,
		me: role ? person(role) : null,
		session: role ? { state: 'full', locked: false } : null,
		from: '/book?day=2026-11-22',
		door,
	})

describe('a page of one group', () => {
	it.each([
		['/(patient)/home', 'patient', null],
		['/(patient)/home', 'doctor', '/day'],
		['/(patient)/book', 'pharmacist', '/day'],
		['/(facility)/day', 'patient', '/home'],
		['/(facility)/day', 'staff', null],
		['/(call)/calls/[callId]', 'patient', null],
		['/(call)/calls/[callId]', 'doctor_admin', null],
		['/sign-in', 'patient', null],
		['/', 'doctor', null],
		[null, 'patient', null],
	] as const)('%s sends a %s to %s', (routeId, role, target) => {
		expect(ask(routeId, role)).toBe(target)
	})

	it('sends a stranger to the right door and back afterwards', () => {
		expect(ask('/(patient)/book', null)).toBe('/sign-in?back=%2Fbook%3Fday%3D2026-11-22')
		expect(ask('/(facility)/day', null)).toBe('/f?back=%2Fbook%3Fday%3D2026-11-22')
		expect(ask('/(facility)/day', null, 'sakura')).toBe('/f/sakura/sign-in?back=%2Fbook%3Fday%3D2026-11-22')
		expect(ask('/(call)/calls/[callId]', null)).toMatch(/^\/sign-in\?/)
		expect(ask('/(call)/calls/[callId]', null, 'sakura')).toMatch(/^\/f\/sakura\/sign-in\?/)
		expect(ask('/', null)).toBeNull()
	})
})

describe('a session that is not whole', () => {
	const goes = (routeId: string, state: SessionState, locked = false) =>
		redirectFor({ routeId, me: null, session: { state, locked }, from: '/day', door: 'sakura' })

	it.each([
		['second_factor', '/(facility)/day', '/sign-in/step?back=%2Fday'],
		['second_factor', '/(account)/account/security', '/sign-in/step?back=%2Fday'],
		['enrolment', '/(facility)/day', '/account/security/add?back=%2Fday'],
		['enrolment', '/(account)/account/security/add/totp', null],
		['enrolment', '/(account)/account/security', '/account/security/add?back=%2Fday'],
		['password_change', '/(patient)/home', '/sign-in/new-password?back=%2Fday'],
		['second_factor', '/sign-in', null],
	] as const)('%s at %s goes to %s', (state, routeId, target) => {
		expect(goes(routeId, state)).toBe(target)
	})

	it('that is locked opens no page but a call', () => {
		expect(goes('/(facility)/day', 'full', true)).toBe('/locked?back=%2Fday')
		expect(goes('/(account)/account/security', 'full', true)).toBe('/locked?back=%2Fday')
		expect(
			redirectFor({
				routeId: '/(call)/calls/[callId]',
				me: person('doctor'),
				session: { state: 'full', locked: true },
				from: '/calls/1',
				door: 'sakura',
			}),
		).toBeNull()
	})
})

describe('the way back after signing in', () => {
	it.each(['/home', '/book?day=2026-11-22&at=x', '/appointments/1', '/'])('keeps %s', (path) => {
		expect(safeBack(path)).toBe(path)
	})

	it.each([
		'//evil.example',
		'/\\evil.example',
		'https://evil.example/',
		'javascript:alert(1)',
		'home',
		'',
		null,
		undefined,
		'/a\\..\\b',
		'/\t/evil.example',
		'/ /evil.example',
	])('refuses %j', (path) => {
		expect(safeBack(path)).toBeNull()
	})
})
