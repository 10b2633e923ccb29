import { me } from '@enshin/contracts/api.ts'
import { id } from '@enshin/contracts/ids.ts'
import {
	beginChallenge,
	begunChallenge,
	changePassword as changeBody,
	currentSession as currentSchema,
	factorProof,
	openedSession,
	passwordRules as rulesSchema,
	sessionList,
	stepUpProof,
	unlockProof,
} from '@enshin/contracts/sign-in.ts'
import { createRoute, z } from '@hono/zod-openapi'
import { beginPasskey, beginSms } from '../factors/begin-challenge.ts'
import { confirmOwnReset } from '../factors/confirm-own-reset.ts'
import { json, jsonBody, problems } from '../http/responses.ts'
import { createRouter } from '../http/router.ts'
import { authWork, ownAccount } from './auth-work.ts'
import { changePassword } from './change-password.ts'
import { currentSession } from './current-session.ts'
import { endOtherSessions, endSession } from './end-sessions.ts'
import { giveFactor } from './give-factor.ts'
import { listSessions } from './list-sessions.ts'
import { lockSession } from './lock-session.ts'
import type { SignInParts } from './parts.ts'
import { passwordRules } from './password-rules.ts'
import { readMe } from './read-me.ts'
import { signOut } from './sign-out.ts'
import { stepUp } from './step-up.ts'

const session = json(openedSession, 'A new token; the one that asked opens nothing any more')
const done = (description: string) => ({ 204: { description }, ...problems })

const getMe = createRoute({
	method: 'get',
	path: '/me',
	summary: 'Who is signed in',
	responses: { 200: json(me, 'The signed-in person'), ...problems },
})
const getCurrent = createRoute({
	method: 'get',
	path: '/sessions/current',
	summary: 'What the session may do, and which step is missing',
	responses: { 200: json(currentSchema, 'The session the request came with'), ...problems },
})
const deleteCurrent = createRoute({
	method: 'delete',
	path: '/sessions/current',
	summary: 'Sign out',
	responses: done('The session is no more'),
})
const postFactor = createRoute({
	method: 'post',
	path: '/sessions/current/factor',
	summary: 'The second step of signing in',
	request: jsonBody(factorProof),
	responses: { 200: session, ...problems },
})
const postOwnReset = createRoute({
	method: 'post',
	path: '/sessions/current/factor-reset',
	summary: "Say that one asked the facility's only admin for a reset of one's factors",
	responses: { 200: session, ...problems },
})
const postChallenge = createRoute({
	method: 'post',
	path: '/sessions/current/challenges',
	summary: 'Ask for a passkey, or for a code by SMS',
	request: jsonBody(beginChallenge),
	responses: { 201: json(begunChallenge, 'Answered within 3 s, whatever a provider does'), ...problems },
})
const postStepUp = createRoute({
	method: 'post',
	path: '/sessions/current/step-up',
	summary: 'Prove again who one is, for what asks for it within the next five minutes',
	request: jsonBody(stepUpProof),
	responses: { 200: session, ...problems },
})
const postLock = createRoute({
	method: 'post',
	path: '/sessions/current/lock',
	summary: 'Lock the screen (離席)',
	responses: done('Only unlocking, signing out, and a call that goes on are left'),
})
const postUnlock = createRoute({
	method: 'post',
	path: '/sessions/current/unlock',
	summary: 'Open a locked screen',
	request: jsonBody(unlockProof),
	responses: { 200: session, ...problems },
})
const getSessions = createRoute({
	method: 'get',
	path: '/sessions',
	summary: "One's own signed-in browsers",
	responses: { 200: json(sessionList, 'The last used first'), ...problems },
})
const deleteOthers = createRoute({
	method: 'delete',
	path: '/sessions',
	summary: "End all of one's sessions but this one",
	responses: done('They are no more'),
})
const deleteSession = createRoute({
	method: 'delete',
	path: '/sessions/{id}',
	summary: "End one of one's own sessions",
	request: { params: z.object({ id }) },
	responses: done('It is no more'),
})
const getRules = createRoute({
	method: 'get',
	path: '/password/rules',
	summary: 'What a new password must be',
	responses: { 200: json(rulesSchema, "The facility's rules"), ...problems },
})
const putPassword = createRoute({
	method: 'put',
	path: '/password',
	summary: "Choose a new password: all of one's other sessions end",
	request: jsonBody(changeBody),
	responses: { 200: session, ...problems },
})

/** Signing in step by step, and what everybody does with their own sessions and password. */
export function accountRoutes(parts: SignInParts) {
	const { limits, webOrigin } = parts
	return createRouter()
		.openapi(getMe, async (c) => c.json(await readMe(c.var.work), 200))
		.openapi(getCurrent, async (c) => c.json(await currentSession(authWork(c), c.var.work), 200))
		.openapi(deleteCurrent, async (c) => {
			await signOut(authWork(c))
			return c.body(null, 204)
		})
		.openapi(postFactor, async (c) =>
			c.json(await giveFactor({ ...(await ownAccount(c)), webOrigin }, limits, c.req.valid('json')), 200),
		)
		.openapi(postOwnReset, async (c) => c.json(await confirmOwnReset(c.var.work, webOrigin), 200))
		.openapi(postChallenge, async (c) => {
			const { work, account } = await ownAccount(c)
			const asked = c.req.valid('json')
			if (asked.kind === 'passkey') return c.json(await beginPasskey(work, account, webOrigin), 201)
			return c.json(await beginSms(work, account, parts, asked.factorId), 201)
		})
		.openapi(postStepUp, async (c) =>
			c.json(await stepUp({ ...(await ownAccount(c)), webOrigin }, limits, c.req.valid('json')), 200),
		)
		.openapi(postLock, async (c) => {
			await lockSession(authWork(c))
			return c.body(null, 204)
		})
		.openapi(postUnlock, async (c) =>
			c.json(await stepUp({ ...(await ownAccount(c)), webOrigin }, limits, c.req.valid('json')), 200),
		)
		.openapi(getSessions, async (c) => c.json({ sessions: await listSessions(authWork(c)) }, 200))
		.openapi(deleteOthers, async (c) => {
			await endOtherSessions(authWork(c))
			return c.body(null, 204)
		})
		.openapi(deleteSession, async (c) => {
			await endSession(authWork(c), c.req.valid('param').id)
			return c.body(null, 204)
		})
		.openapi(getRules, async (c) => {
			const { work, account } = await ownAccount(c)
			return c.json(await passwordRules(work.db, account), 200)
		})
		.openapi(putPassword, async (c) =>
			c.json(await changePassword({ ...(await ownAccount(c)), webOrigin, limits }, c.req.valid('json')), 200),
		)
}
