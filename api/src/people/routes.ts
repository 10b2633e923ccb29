import {
	accountChange,
	accountList,
	changeRole as changeRoleBody,
	decideApproval as decideApprovalBody,
	identityProof,
	identityRegister,
	invite as inviteBody,
	makeBookable as makeBookableBody,
	removeAccount,
} from '@enshin/contracts/accounts.ts'
import { preferredLocale } from '@enshin/contracts/errors.ts'
import { id } from '@enshin/contracts/ids.ts'
import { createRoute, z } from '@hono/zod-openapi'
import { authorize } from '../http/authorize.ts'
import { json, jsonBody, problems } from '../http/responses.ts'
import { createRouter } from '../http/router.ts'
import { changeRole } from './change-role.ts'
import { decideApproval, withdrawApproval } from './decide-approval.ts'
import { disable } from './disable.ts'
import { enable } from './enable.ts'
import { identify, identifyInvited } from './identify.ts'
import { invite } from './invite.ts'
import { list } from './list.ts'
import { endBookable, makeBookable } from './make-bookable.ts'
import { readRegister } from './read-register.ts'
import { registerCsv } from './register-csv.ts'
import { remove } from './remove.ts'
import { resendInvitation, revokeInvitation } from './resend-invitation.ts'

const one = { params: z.object({ id }) }
const done = { 204: { description: 'Done' }, ...problems }

const getAccounts = createRoute({
	method: 'get',
	path: '/accounts',
	summary: "アカウント管理: a facility's people, its invitations, and what waits for a second admin",
	responses: { 200: json(accountList, 'All of them'), ...problems },
})

const postInvitation = createRoute({
	method: 'post',
	path: '/invitations',
	summary: 'Invites somebody by mail: a link of one use, for 30 minutes',
	request: jsonBody(inviteBody),
	responses: { 201: json(z.object({ id }), 'The invitation'), ...problems },
})

const postResend = createRoute({
	method: 'post',
	path: '/invitations/{id}/resend',
	summary: 'Sends a fresh link; the one before works no more',
	request: one,
	responses: done,
})

const deleteInvitation = createRoute({
	method: 'delete',
	path: '/invitations/{id}',
	summary: 'Takes an invitation back',
	request: one,
	responses: done,
})

const postInvitationIdentity = createRoute({
	method: 'post',
	path: '/invitations/{id}/identity',
	summary: '本人確認 of somebody invited: without it nobody joins',
	request: { ...one, ...jsonBody(identityProof) },
	responses: done,
})

const postIdentity = createRoute({
	method: 'post',
	path: '/accounts/{id}/identity',
	summary: 'Adds a line to 本人確認台帳',
	request: { ...one, ...jsonBody(identityProof) },
	responses: done,
})

const getRegister = createRoute({
	method: 'get',
	path: '/identity-register',
	summary: '本人確認台帳, newest first',
	responses: { 200: json(identityRegister, 'All lines'), ...problems },
})

const getRegisterCsv = createRoute({
	method: 'get',
	path: '/identity-register/export',
	summary: '本人確認台帳 as CSV, in Japan’s time',
	responses: { 200: { description: 'A file', content: { 'text/csv': { schema: z.string() } } }, ...problems },
})

const putRole = createRoute({
	method: 'put',
	path: '/accounts/{id}/role',
	summary: 'Another role, after step-up; what makes an admin none, waits for another admin',
	request: { ...one, ...jsonBody(changeRoleBody) },
	responses: { 200: json(accountChange, 'Done, or asked'), ...problems },
})

const postDisable = createRoute({
	method: 'post',
	path: '/accounts/{id}/disable',
	summary: 'Closes an account; what is under way ends within 5 s',
	request: one,
	responses: done,
})

const postEnable = createRoute({
	method: 'post',
	path: '/accounts/{id}/enable',
	summary: 'Opens a disabled account again, after step-up',
	request: one,
	responses: done,
})

const postRemove = createRoute({
	method: 'post',
	path: '/accounts/{id}/remove',
	summary: 'Removes an account for good, after step-up; an admin’s waits for another admin',
	request: { ...one, ...jsonBody(removeAccount) },
	responses: { 200: json(accountChange, 'Done, or asked'), ...problems },
})

const putPractitioner = createRoute({
	method: 'put',
	path: '/accounts/{id}/practitioner',
	summary: 'Makes somebody a name in 予約枠設定',
	request: { ...one, ...jsonBody(makeBookableBody) },
	responses: done,
})

const deletePractitioner = createRoute({
	method: 'delete',
	path: '/accounts/{id}/practitioner',
	summary: 'Takes a name out of 予約枠設定; appointments stay',
	request: one,
	responses: done,
})

const postDecision = createRoute({
	method: 'post',
	path: '/approvals/{id}/decision',
	summary: 'Agrees to what another admin asked for, or refuses it; after step-up',
	request: { ...one, ...jsonBody(decideApprovalBody) },
	responses: done,
})

const deleteApproval = createRoute({
	method: 'delete',
	path: '/approvals/{id}',
	summary: 'Takes back what one asked for',
	request: one,
	responses: done,
})

/** `webOrigin` is where the links in mails lead. */
export function peopleRoutes(webOrigin: string) {
	return createRouter()
		.openapi(getAccounts, async (c) => {
			authorize(c.var.actor, 'account.manage')
			return c.json(await list(c.var.work), 200)
		})
		.openapi(postInvitation, async (c) => {
			authorize(c.var.actor, 'account.manage')
			return c.json(await invite(c.var.work, webOrigin, c.req.valid('json')), 201)
		})
		.openapi(postResend, async (c) => {
			authorize(c.var.actor, 'account.manage')
			await resendInvitation(c.var.work, webOrigin, c.req.valid('param').id)
			return c.body(null, 204)
		})
		.openapi(deleteInvitation, async (c) => {
			authorize(c.var.actor, 'account.manage')
			await revokeInvitation(c.var.work, c.req.valid('param').id)
			return c.body(null, 204)
		})
		.openapi(postInvitationIdentity, async (c) => {
			authorize(c.var.actor, 'account.manage')
			await identifyInvited(c.var.work, c.req.valid('param').id, c.req.valid('json'))
			return c.body(null, 204)
		})
		.openapi(postIdentity, async (c) => {
			authorize(c.var.actor, 'account.manage')
			await identify(c.var.work, c.req.valid('param').id, c.req.valid('json'))
			return c.body(null, 204)
		})
		.openapi(getRegister, async (c) => {
			authorize(c.var.actor, 'account.manage')
			return c.json({ entries: await readRegister(c.var.work) }, 200)
		})
		.openapi(getRegisterCsv, async (c) => {
			authorize(c.var.actor, 'account.manage')
			const locale = preferredLocale(c.req.header('accept-language'))
			const csv = registerCsv(await readRegister(c.var.work), locale)
			return c.body(csv, 200, { 'Content-Type': 'text/csv; charset=utf-8' })
		})
		.openapi(putRole, async (c) => {
			authorize(c.var.actor, 'account.manage')
			return c.json(await changeRole(c.var.work, c.req.valid('param').id, c.req.valid('json')), 200)
		})
		.openapi(postDisable, async (c) => {
			authorize(c.var.actor, 'account.manage')
			await disable(c.var.work, c.req.valid('param').id)
			return c.body(null, 204)
		})
		.openapi(postEnable, async (c) => {
			authorize(c.var.actor, 'account.manage')
			await enable(c.var.work, c.req.valid('param').id)
			return c.body(null, 204)
		})
		.openapi(postRemove, async (c) => {
			authorize(c.var.actor, 'account.manage')
			return c.json(await remove(c.var.work, c.req.valid('param').id, c.req.valid('json')), 200)
		})
		.openapi(putPractitioner, async (c) => {
			authorize(c.var.actor, 'account.manage')
			await makeBookable(c.var.work, c.req.valid('param').id, c.req.valid('json').title)
			return c.body(null, 204)
		})
		.openapi(deletePractitioner, async (c) => {
			authorize(c.var.actor, 'account.manage')
			await endBookable(c.var.work, c.req.valid('param').id)
			return c.body(null, 204)
		})
		.openapi(postDecision, async (c) => {
			authorize(c.var.actor, 'approval.decide')
			await decideApproval(c.var.work, c.req.valid('param').id, c.req.valid('json').approve)
			return c.body(null, 204)
		})
		.openapi(deleteApproval, async (c) => {
			authorize(c.var.actor, 'approval.decide')
			await withdrawApproval(c.var.work, c.req.valid('param').id)
			return c.body(null, 204)
		})
}
