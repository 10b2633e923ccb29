import { id } from '@enshin/contracts/ids.ts'
import { ownExport } from '@enshin/contracts/memberships.ts'
import {
	addFamilyMember as addBody,
	beginEmailChange as beginEmailBody,
	begunEmailChange,
	changeProfile as changeBody,
	changeFamilyMember as changeMemberBody,
	confirmEmailChange as confirmEmailBody,
	family,
	leaving,
	profile,
} from '@enshin/contracts/profile.ts'
import { createRoute, z } from '@hono/zod-openapi'
import { authorize } from '../http/authorize.ts'
import { json, jsonBody, problems } from '../http/responses.ts'
import { createRouter } from '../http/router.ts'
import { addFamilyMember } from './add-family-member.ts'
import type { SignUpParts } from './begin-sign-up.ts'
import { beginEmailChange, confirmEmailChange } from './change-email.ts'
import { changeFamilyMember } from './change-family-member.ts'
import { changeProfile } from './change-profile.ts'
import { endProxy } from './end-proxy.ts'
import { exportOwn } from './export-own.ts'
import { listFamily } from './family.ts'
import { leave } from './leave.ts'
import { previewLeaving } from './leaving.ts'
import { readProfile } from './read-profile.ts'

const getProfile = createRoute({
	method: 'get',
	path: '/profile',
	summary: "A patient's own data",
	responses: { 200: json(profile, 'As the patient told it'), ...problems },
})

const patchProfile = createRoute({
	method: 'patch',
	path: '/profile',
	summary: 'Change one’s own data',
	request: jsonBody(changeBody),
	responses: { 200: json(profile, 'As it is now'), ...problems },
})

const postEmail = createRoute({
	method: 'post',
	path: '/profile/email',
	summary: 'Change the mail address one signs in with: a code goes to the new one. Wants a fresh sign-in',
	request: jsonBody(beginEmailBody),
	responses: { 202: json(begunEmailChange, 'The same for an address that is known already'), ...problems },
})

const postEmailCode = createRoute({
	method: 'post',
	path: '/profile/email/{id}/code',
	summary: 'The code that came to the new address',
	request: { params: z.object({ id }), ...jsonBody(confirmEmailBody) },
	responses: { 200: json(profile, 'With the new address'), ...problems },
})

const getExport = createRoute({
	method: 'get',
	path: '/profile/export',
	summary: 'Everything that is kept of oneself',
	responses: { 200: json(ownExport, 'For machines and readers'), ...problems },
})

const getLeaving = createRoute({
	method: 'get',
	path: '/profile/leaving',
	summary: 'What leaving (利用停止) would do',
	responses: { 200: json(leaving, 'Nothing is done yet'), ...problems },
})

const postLeave = createRoute({
	method: 'post',
	path: '/profile/leave',
	summary: 'Leave (利用停止): access ends at once. Wants a fresh sign-in',
	responses: { 204: { description: 'The session is no more' }, ...problems },
})

const getFamily = createRoute({
	method: 'get',
	path: '/family',
	summary: 'Whom one acts for (代理), and who acts for oneself',
	responses: { 200: json(family, 'Without those it has ended for'), ...problems },
})

const postFamily = createRoute({
	method: 'post',
	path: '/family',
	summary: 'Add somebody to act for',
	request: jsonBody(addBody),
	responses: { 201: json(z.object({ patientId: id }), 'A patient of their own'), ...problems },
})

const member = { params: z.object({ patientId: id }) }

const patchMember = createRoute({
	method: 'patch',
	path: '/family/{patientId}',
	summary: 'What one is to them',
	request: { ...member, ...jsonBody(changeMemberBody) },
	responses: { 204: { description: 'It is changed' }, ...problems },
})

const deleteMember = createRoute({
	method: 'delete',
	path: '/family/{patientId}',
	summary: 'Act for them no more; who has nobody else leaves',
	request: member,
	responses: { 204: { description: 'It has ended' }, ...problems },
})

export function patientRoutes({ limits, webOrigin }: Pick<SignUpParts, 'limits' | 'webOrigin'>) {
	return createRouter()
		.openapi(getProfile, async (c) => {
			authorize(c.var.actor, 'profile.own')
			return c.json(await readProfile(c.var.work), 200)
		})
		.openapi(patchProfile, async (c) => {
			authorize(c.var.actor, 'profile.own')
			return c.json(await changeProfile(c.var.work, c.req.valid('json')), 200)
		})
		.openapi(postEmail, async (c) => {
			authorize(c.var.actor, 'profile.own')
			const parts = { limits, webOrigin, auth: c.var.scoped({ kind: 'auth' }) }
			return c.json(await beginEmailChange(c.var.work, parts, c.req.valid('json').email), 202)
		})
		.openapi(postEmailCode, async (c) => {
			authorize(c.var.actor, 'profile.own')
			const auth = c.var.scoped({ kind: 'auth' })
			const given = { id: c.req.valid('param').id, ...c.req.valid('json') }
			return c.json(await confirmEmailChange(c.var.work, { auth }, given), 200)
		})
		.openapi(getExport, async (c) => {
			authorize(c.var.actor, 'profile.own')
			return c.json(await exportOwn(c.var.work), 200)
		})
		.openapi(getLeaving, async (c) => {
			authorize(c.var.actor, 'profile.own')
			return c.json(await previewLeaving(c.var.work, c.var.scoped({ kind: 'auth' })), 200)
		})
		.openapi(postLeave, async (c) => {
			authorize(c.var.actor, 'profile.own')
			await leave(c.var.work, c.var.scoped)
			return c.body(null, 204)
		})
		.openapi(getFamily, async (c) => {
			authorize(c.var.actor, 'proxy.own')
			return c.json(await listFamily(c.var.work), 200)
		})
		.openapi(postFamily, async (c) => {
			authorize(c.var.actor, 'proxy.own')
			const auth = c.var.scoped({ kind: 'auth' })
			return c.json({ patientId: await addFamilyMember(c.var.work, auth, c.req.valid('json')) }, 201)
		})
		.openapi(patchMember, async (c) => {
			authorize(c.var.actor, 'proxy.own')
			await changeFamilyMember(c.var.work, c.req.valid('param').patientId, c.req.valid('json').relation)
			return c.body(null, 204)
		})
		.openapi(deleteMember, async (c) => {
			authorize(c.var.actor, 'proxy.own')
			await endProxy(c.var.work, c.var.scoped, c.req.valid('param').patientId)
			return c.body(null, 204)
		})
}
