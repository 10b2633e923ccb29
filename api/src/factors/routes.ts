import { id } from '@enshin/contracts/ids.ts'
import {
	beginSms as beginSmsBody,
	begunPasskey,
	begunSms,
	begunTotp,
	confirmPasskey as confirmPasskeyBody,
	confirmSms as confirmSmsBody,
	confirmTotp as confirmTotpBody,
	decideFactorReset,
	enrolled,
	factorList,
	factorResetList,
	freshRecoveryCodes,
	renameFactor as renameBody,
	requestFactorReset,
} from '@enshin/contracts/sign-in.ts'
import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { ownAccount } from '../accounts/auth-work.ts'
import { noteAccount } from '../accounts/note-account.ts'
import type { SignInParts } from '../accounts/parts.ts'
import { requireFresh } from '../accounts/require-fresh.ts'
import { authorize } from '../http/authorize.ts'
import type { Env } from '../http/context.ts'
import { json, jsonBody, problems } from '../http/responses.ts'
import { createRouter } from '../http/router.ts'
import { beginPasskey } from './begin-passkey.ts'
import { beginSms } from './begin-sms.ts'
import { beginTotp } from './begin-totp.ts'
import { confirmPasskey } from './confirm-passkey.ts'
import { confirmSms } from './confirm-sms.ts'
import { confirmTotp } from './confirm-totp.ts'
import { decideReset } from './decide-reset.ts'
import { listFactors } from './list-factors.ts'
import { listResets } from './list-resets.ts'
import { replaceRecoveryCodes } from './recovery-codes.ts'
import { removeFactor } from './remove-factor.ts'
import { renameFactor } from './rename-factor.ts'
import { requestReset } from './request-reset.ts'

const param = { params: z.object({ id }) }
const done = (description: string) => ({ 204: { description }, ...problems })
const isEnrolled = { 200: json(enrolled, 'It counts from now on; the token is new'), ...problems }

const getFactors = createRoute({
	method: 'get',
	path: '/factors',
	summary: "One's own second factors",
	responses: { 200: json(factorList, 'In the order in which to offer them'), ...problems },
})
const postTotp = createRoute({
	method: 'post',
	path: '/factors/totp',
	summary: 'A new secret for an authenticator app, shown this once',
	responses: { 201: json(begunTotp, 'Counts once a code of it was given'), ...problems },
})
const confirmTotpRoute = createRoute({
	method: 'post',
	path: '/factors/totp/{id}',
	summary: 'Confirm an authenticator app by a code of it',
	request: { ...param, ...jsonBody(confirmTotpBody) },
	responses: isEnrolled,
})
const postPasskeyOptions = createRoute({
	method: 'post',
	path: '/factors/passkeys/options',
	summary: 'What to ask the browser for a new passkey',
	responses: { 201: json(begunPasskey, 'For navigator.credentials.create()'), ...problems },
})
const postPasskey = createRoute({
	method: 'post',
	path: '/factors/passkeys',
	summary: 'Register the passkey that the browser made',
	request: jsonBody(confirmPasskeyBody),
	responses: isEnrolled,
})
const postSms = createRoute({
	method: 'post',
	path: '/factors/sms',
	summary: 'Send a code to a telephone that shall become a factor',
	request: jsonBody(beginSmsBody),
	responses: { 201: json(begunSms, 'Answered within 3 s'), ...problems },
})
const confirmSmsRoute = createRoute({
	method: 'post',
	path: '/factors/sms/confirm',
	summary: 'Confirm a telephone by the code that was sent to it',
	request: jsonBody(confirmSmsBody),
	responses: isEnrolled,
})
const postRecoveryCodes = createRoute({
	method: 'post',
	path: '/factors/recovery-codes',
	summary: 'Ten new recovery codes, shown this once; those before are worth nothing',
	responses: { 201: json(freshRecoveryCodes, 'Ten codes'), ...problems },
})
const patchFactor = createRoute({
	method: 'patch',
	path: '/factors/{id}',
	summary: 'Give a factor a name of one’s own',
	request: { ...param, ...jsonBody(renameBody) },
	responses: done('It is called so'),
})
const deleteFactor = createRoute({
	method: 'delete',
	path: '/factors/{id}',
	summary: 'Remove a factor: not the last one where one is required',
	request: param,
	responses: done('It is no more'),
})
const getResets = createRoute({
	method: 'get',
	path: '/factor-resets',
	summary: "Resets of people's factors that wait for a second person",
	responses: { 200: json(factorResetList, 'Oldest first'), ...problems },
})
const postReset = createRoute({
	method: 'post',
	path: '/factor-resets',
	summary: 'Ask for a reset of the factors of somebody who lost their device',
	request: jsonBody(requestFactorReset),
	responses: { 201: json(z.object({ id }), 'It waits for a second person'), ...problems },
})
const postDecision = createRoute({
	method: 'post',
	path: '/factor-resets/{id}/decision',
	summary: 'Agree to a reset that another admin asked for, or refuse it',
	request: { ...param, ...jsonBody(decideFactorReset) },
	responses: done('It is decided, and done'),
})

export function factorRoutes(parts: SignInParts) {
	const { limits, webOrigin } = parts
	/** Enrolling while signing in goes with the password just given; later it asks for a fresh proof. */
	const enrolling = async (c: Context<Env>) => {
		if (c.var.actor.sessionState === 'full') requireFresh(c.var.work)
		return { ...(await ownAccount(c)), webOrigin }
	}
	return createRouter()
		.openapi(getFactors, async (c) => {
			const { work, account } = await ownAccount(c)
			return c.json(await listFactors(work, account), 200)
		})
		.openapi(postTotp, async (c) => {
			const { work, account } = await enrolling(c)
			return c.json(await beginTotp(work, account), 201)
		})
		.openapi(confirmTotpRoute, async (c) => {
			const answer = { factorId: c.req.valid('param').id, ...c.req.valid('json') }
			return c.json(await confirmTotp(await enrolling(c), limits, answer), 200)
		})
		.openapi(postPasskeyOptions, async (c) => c.json(await beginPasskey(await enrolling(c)), 201))
		.openapi(postPasskey, async (c) => c.json(await confirmPasskey(await enrolling(c), c.req.valid('json')), 200))
		.openapi(postSms, async (c) =>
			c.json(await beginSms(await enrolling(c), parts, c.req.valid('json').telephone), 201),
		)
		.openapi(confirmSmsRoute, async (c) =>
			c.json(await confirmSms(await enrolling(c), limits, c.req.valid('json')), 200),
		)
		.openapi(postRecoveryCodes, async (c) => {
			const { work, account } = await enrolling(c)
			const recoveryCodes = await work.db.transaction(async (tx) => {
				const codes = await replaceRecoveryCodes(tx, account.credentialId)
				await noteAccount(tx, work, 'factor.enrol', { factor: 'recovery_code' })
				return codes
			})
			return c.json({ recoveryCodes }, 201)
		})
		.openapi(patchFactor, async (c) => {
			const { work, account } = await ownAccount(c)
			await renameFactor(work, account, c.req.valid('param').id, c.req.valid('json').name)
			return c.body(null, 204)
		})
		.openapi(deleteFactor, async (c) => {
			await removeFactor(await enrolling(c), c.req.valid('param').id)
			return c.body(null, 204)
		})
		.openapi(getResets, async (c) => {
			authorize(c.var.actor, 'account.manage')
			return c.json({ resets: await listResets(c.var.work) }, 200)
		})
		.openapi(postReset, async (c) => {
			authorize(c.var.actor, 'account.manage')
			return c.json({ id: await requestReset(c.var.work, c.req.valid('json')) }, 201)
		})
		.openapi(postDecision, async (c) => {
			authorize(c.var.actor, 'approval.decide')
			await decideReset(c.var.work, c.req.valid('param').id, c.req.valid('json').approve, webOrigin)
			return c.body(null, 204)
		})
}
