import { randomUUID } from 'node:crypto'
import { demoPassword } from '@enshin/db/seed/demo-accounts.ts'
import type { Browser, BrowserContext } from '@playwright/test'
import type { Stack } from '../../bin/stack/start-stack.ts'
import { clickToFirstFrameMs, watchFirstFrame } from './first-frame.ts'

const remoteVideo = 'video[data-remote]'

/** A doctor and a patient of the demo, and a fresh appointment for every run: the whole product, clicked as people do. */
export async function startEnshinCalls(browser: Browser, stack: Stack) {
	const patient = await signedIn(browser, stack, 'hanako@patient.example')
	const doctor = await signedIn(browser, stack, 'doctor@sakura.example', 'sakura')
	const slots = await freeSlots(stack, patient.token)

	async function measureMs(): Promise<number> {
		const callId = await book(stack, patient.token, slots)
		const [guest, host] = await Promise.all([patient.context.newPage(), doctor.context.newPage()])
		try {
			await watchFirstFrame(guest, remoteVideo)
			await guest.goto(`${stack.webUrl}/calls/${callId}`)
			await guest.getByText('診察の準備をしています').waitFor()
			await host.goto(`${stack.webUrl}/calls/${callId}?ring=1`)
			await guest.getByRole('button', { name: '入る' }).click()
			return await clickToFirstFrameMs(guest)
		} finally {
			await Promise.all([guest.close(), host.close()])
		}
	}

	return { measureMs, close: () => Promise.all([patient.context.close(), doctor.context.close()]) }
}

async function signedIn(browser: Browser, stack: Stack, email: string, facility?: string) {
	const { token } = await ask<{ token: string }>(stack, '/sessions', {
		body: { email, password: demoPassword, facility },
	})
	const context: BrowserContext = await browser.newContext({ locale: 'ja-JP', permissions: ['camera', 'microphone'] })
	await context.addCookies([
		{
			name: '__Host-enshin_session',
			value: token,
			url: stack.webUrl.replace('http:', 'https:'),
			secure: true,
			httpOnly: true,
		},
	])
	return { token, context }
}

type Slot = { practitionerId: string; startsAt: string }

/** Free times of the demo's doctor from tomorrow on. */
async function freeSlots(stack: Stack, token: string): Promise<Slot[]> {
	const { facilities } = await ask<{
		facilities: { id: string; slug: string; practitioners: { id: string; name: string }[] }[]
	}>(stack, '/facilities', { token })
	const clinic = facilities.find(({ slug }) => slug === 'sakura')
	const practitioner = clinic?.practitioners.find(({ name }) => name === '山本 健一')
	if (!clinic || !practitioner) throw new Error('the demo has no such doctor')
	const from = new Date(Date.now() + 33 * 3_600_000).toISOString().slice(0, 10)
	const { slots } = await ask<{ slots: Slot[] }>(
		stack,
		`/facilities/${clinic.id}/slots?from=${from}&days=5&practitionerId=${practitioner.id}`,
		{ token },
	)
	return slots
}

async function book(stack: Stack, token: string, slots: Slot[]): Promise<string> {
	const slot = slots.shift()
	if (!slot) throw new Error('no free time is left')
	const body = { practitionerId: slot.practitionerId, startsAt: slot.startsAt }
	return (await ask<{ callId: string }>(stack, '/appointments', { token, body })).callId
}

async function ask<Answer>(
	stack: Stack,
	path: string,
	{ token, body }: { token?: string; body?: object },
): Promise<Answer> {
	const response = await fetch(stack.apiUrl + path, {
		method: body ? 'POST' : 'GET',
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
