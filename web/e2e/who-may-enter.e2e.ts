import { expect, test } from '@playwright/test'
import { decodeJwt } from 'jose'
import { stack } from './stack.ts'
import { bookFirst, freeSlots, signInAtApi, windowOf } from './support/demo.ts'
import { codeOf, joinPermission, rawSignaling } from './support/raw-signaling.ts'

test("a third person gets no way into another's call, and a page that tries says so", async ({ browser }) => {
	const at = stack()
	const [patient, stranger, otherDoctor] = await Promise.all([
		signInAtApi(at, 'hanako@patient.example'),
		signInAtApi(at, 'ichiro@patient.example'),
		signInAtApi(at, 'doctor@minato.example'),
	])
	const { callId } = await bookFirst(at, patient, await freeSlots(at, patient, 'sakura', '山本 健一'))

	for (const outsider of [stranger, otherDoctor])
		await expect(joinPermission(at, outsider, callId)).rejects.toThrow('not_found')

	const strangersWindow = await windowOf(browser, at, stranger)
	const page = await strangersWindow.newPage()
	expect((await page.goto(`${at.webUrl}/calls/${callId}`))?.status()).toBe(404)
	await strangersWindow.close()
})

test("a third person's token opens that person's own call and no other", async () => {
	const at = stack()
	const [patient, stranger] = await Promise.all([
		signInAtApi(at, 'hanako@patient.example'),
		signInAtApi(at, 'ichiro@patient.example'),
	])
	const wanted = await bookFirst(at, patient, await freeSlots(at, patient, 'sakura', '山本 健一'))
	const own = await bookFirst(at, stranger, await freeSlots(at, stranger, 'sakura', '山本 健一'))
	const { token, signalingUrl } = await joinPermission(at, stranger, own.callId)

	// The call's name stands inside the signature: pointing the token at the other call breaks it.
	const [header, , signature] = token.split('.')
	const forged = Buffer.from(JSON.stringify({ ...decodeJwt(token), callId: wanted.callId })).toString('base64url')
	const socket = await rawSignaling(at, signalingUrl)
	expect(await codeOf(socket.caller.request('join', { token: `${header}.${forged}.${signature}` }))).toBe(
		'join_token.invalid',
	)
	socket.close()

	const honest = await rawSignaling(at, signalingUrl)
	expect((await honest.caller.request('join', { token })).call.callId).toBe(own.callId)
	honest.close()
})

test('a patient cannot enter or send before being called, and a used token is refused', async () => {
	const at = stack()
	const patient = await signInAtApi(at, 'hanako@patient.example')
	const { callId } = await bookFirst(at, patient, await freeSlots(at, patient, 'sakura', '山本 健一'))
	const { token, signalingUrl } = await joinPermission(at, patient, callId)

	const guest = await rawSignaling(at, signalingUrl)
	expect(await codeOf(guest.caller.request('call.enter', {}))).toBe('call.not_joined')
	expect((await guest.caller.request('join', { token })).call.state).toBe('waiting')
	expect(await codeOf(guest.caller.request('call.enter', {}))).toBe('call.not_called')
	expect(await codeOf(guest.caller.request('call.ring', {}))).toBe('auth.forbidden')
	const opus = { mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 }
	const rtpParameters = { codecs: [opus], encodings: [{ ssrc: 1 }] }
	expect(
		await codeOf(
			guest.caller.request('media.produce', { source: 'microphone', kind: 'audio', paused: false, rtpParameters }),
		),
	).toBe('call.not_called')

	const thief = await rawSignaling(at, signalingUrl)
	expect(await codeOf(thief.caller.request('join', { token }))).toBe('join_token.used')
	expect(await codeOf(guest.caller.request('ping', {}))).toBe('taken')
	guest.close()
	thief.close()
})
