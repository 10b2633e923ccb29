import { randomUUID } from 'node:crypto'
import type { Appointment, Facility, Slot } from '@enshin/contracts/api.ts'
import { demoAccounts, demoPassword } from '@enshin/db/seed/demo-accounts.ts'
import type { Browser, BrowserContext, BrowserContextOptions } from '@playwright/test'

/** Where a stack answers: a running test's or a benchmark's own. */
export interface Addresses {
	webUrl: string
	apiUrl: string
}

/** Somebody of the demo, signed in at the api. */
export interface Actor {
	email: string
	token: string
}

/** Asks the api as web does. Throws with its answer when it refuses. */
export async function ask<Answer>(
	{ apiUrl }: Addresses,
	path: string,
	{ token, body, method }: { token?: string; body?: object; method?: string } = {},
): Promise<Answer> {
	const response = await fetch(apiUrl + path, {
		method: method ?? (body ? 'POST' : 'GET'),
		headers: {
			'content-type': 'application/json',
			'idempotency-key': randomUUID(),
			...(token && { authorization: `Bearer ${token}` }),
		},
		body: body && JSON.stringify(body),
	})
	if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
	return response.json() as Promise<Answer>
}

export async function signInAtApi(at: Addresses, email: string): Promise<Actor> {
	const facility = demoAccounts.find((account) => account.email === email)?.facilitySlug ?? undefined
	const { token } = await ask<{ token: string }>(at, '/sessions', { body: { email, password: demoPassword, facility } })
	return { email, token }
}

/** A browser window in which an actor is signed in already. */
export async function windowOf(
	browser: Browser,
	at: Addresses,
	actor: Actor,
	options: BrowserContextOptions = {},
): Promise<BrowserContext> {
	const context = await browser.newContext({ locale: 'ja-JP', permissions: ['camera', 'microphone'], ...options })
	const url = at.webUrl.replace('http:', 'https:')
	await context.addCookies([{ name: '__Host-enshin_session', value: actor.token, url, secure: true, httpOnly: true }])
	return context
}

/** Free times of somebody in the demo, the first of them at least a day away. */
export async function freeSlots(
	at: Addresses,
	{ token }: Actor,
	facilitySlug: string,
	practitionerName: string,
): Promise<Slot[]> {
	const { facilities } = await ask<{ facilities: Facility[] }>(at, '/facilities', { token })
	const facility = facilities.find(({ slug }) => slug === facilitySlug)
	const practitioner = facility?.practitioners.find(({ name }) => name === practitionerName)
	if (!facility || !practitioner) throw new Error(`the demo has no ${practitionerName}`)
	const from = new Date(Date.now() + 33 * 3_600_000).toISOString().slice(0, 10)
	const query = `from=${from}&days=5&practitionerId=${practitioner.id}`
	return (await ask<{ slots: Slot[] }>(at, `/facilities/${facility.id}/slots?${query}`, { token })).slots
}

/** Books the first of the given free times that is still free, and takes it out of them. */
export async function bookFirst(at: Addresses, { token }: Actor, slots: Slot[]): Promise<Appointment> {
	const slot = slots.shift()
	if (!slot) throw new Error('no free time is left')
	const body = { practitionerId: slot.practitionerId, startsAt: slot.startsAt }
	return ask<Appointment>(at, '/appointments', { token, body })
}
