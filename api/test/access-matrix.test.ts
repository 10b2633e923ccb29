import { actions, may } from '@enshin/contracts/access.ts'
import { role as roles } from '@enshin/contracts/ids.ts'
import type { TestPerson } from '@enshin/db/testing.ts'
import { describe, expect, test } from 'vitest'
import { asRole, layOut, type Tenant } from './matrix/ground.ts'
import { makeIn } from './matrix/make.ts'
import { consentedRoutes, openRoutes, type RouteRule, routeRules, serviceRoutes } from './matrix/route-rules.ts'
import { type Answer, problemOf, sessionFor, startTestApi } from './support.ts'

// Every route, as every role, for one's own tenant and for another one: the access matrix of contracts/access.ts held
// against what the api does. What a rule allows must work, or a refusal would prove nothing.
const { call, db } = await startTestApi()
const ground = await layOut(db)

// That the document has every route served is held in every-route.test.ts.
const document = (await call('GET', '/openapi.json')).json() as { paths: Record<string, Record<string, unknown>> }
const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
	Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
)

test('every route is known here, and nothing else is', () => {
	const known = [...openRoutes, ...serviceRoutes, ...consentedRoutes, ...Object.keys(routeRules)]
	expect(['GET /openapi.json', ...documented].toSorted()).toEqual(known.toSorted())
})

test('every action of the matrix is what some route asks for, or signaling', () => {
	const used = new Set(Object.values(routeRules).map(({ action }) => action))
	// Asked for by `issueJoinToken`, by what the actor is in the call.
	const inVerbs = ['call.host', 'call.attend']
	// Operators work with commands and not over HTTP: api/src/operations.
	inVerbs.push('notice.write', 'break_glass.open', 'facility.oversee')
	expect(actions.filter((action) => !used.has(action) && !inVerbs.includes(action))).toEqual([])
})

const make = makeIn(db, call)

async function ask(
	route: string,
	rule: RouteRule,
	{ person }: { person: TestPerson },
	tenant: Tenant,
): Promise<Answer> {
	const { params = {}, query = {}, body, headers } = await rule.request({ tenant, make, asker: person })
	const [method = '', path = ''] = route.split(' ')
	const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? `no-${name}`))
	const search = Object.keys(query).length > 0 ? `?${new URLSearchParams(query)}` : ''
	const token = await sessionFor(db, person)
	return await call(method, `${filled}${search}`, { token, body, ...(headers && { headers }) })
}

describe.each(Object.entries(routeRules))('%s', (route, rule) => {
	test.each(roles.options)('as %s', async (role) => {
		const { own, other, ...who } = asRole(rule.ruins ? await layOut(db) : ground, role)
		const mine = await ask(route, rule, who, own)
		if (!may(role, rule.action)) {
			expect(['auth.forbidden', 'not_found'], mine.text.slice(0, 300)).toContain(problemOf(mine).code)
			const theirs = await ask(route, rule, who, other)
			expect(['auth.forbidden', 'not_found'], theirs.text.slice(0, 300)).toContain(problemOf(theirs).code)
			return
		}
		const allowed = mine.status < 300 || rule.orCode?.includes(problemOf(mine).code)
		expect(allowed, `${mine.status} ${mine.text.slice(0, 300)}`).toBe(true)
		const theirs = await ask(route, rule, who, other)
		expect(theirs.text, 'a name of another tenant').not.toContain(other.marker)
		if (!rule.ownOnly) {
			const refusals = ['not_found', 'auth.forbidden', 'membership.required', rule.elsewhere]
			expect(refusals, theirs.text.slice(0, 300)).toContain(problemOf(theirs).code)
		}
	})
})
