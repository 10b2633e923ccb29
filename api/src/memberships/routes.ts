import { id } from '@enshin/contracts/ids.ts'
import {
	approveMembership,
	facilityByCode,
	facilityPatient,
	label,
	labelMembership,
	nameLabel,
	ownMembership,
	patientList,
	refuseMembership,
	requestMembership as requestBody,
	searchPatients as searchQuery,
} from '@enshin/contracts/memberships.ts'
import { createRoute, z } from '@hono/zod-openapi'
import { authorize } from '../http/authorize.ts'
import { json, jsonBody, problems } from '../http/responses.ts'
import { createRouter } from '../http/router.ts'
import { approve, refuse } from './decide.ts'
import { findByCode } from './find-by-code.ts'
import { labelPatient } from './label-patient.ts'
import { addLabel, listLabels, removeLabel, renameLabel } from './labels.ts'
import { listOwnMemberships } from './list-own.ts'
import { readPatient } from './read-patient.ts'
import { requestMembership } from './request.ts'
import { listRequests, searchPatients } from './search-patients.ts'

const getFacility = createRoute({
	method: 'get',
	path: '/memberships/facility',
	summary: 'The facility with a 医療機関コード, before asking it',
	request: { query: z.object({ code: requestBody.shape.code }) },
	responses: { 200: json(facilityByCode, 'Its name, to be sure'), ...problems },
})

const getMemberships = createRoute({
	method: 'get',
	path: '/memberships',
	summary: "A patient's 利用登録, with the reasons of those refused",
	responses: { 200: json(z.object({ memberships: z.array(ownMembership) }), 'Latest first'), ...problems },
})

const postMembership = createRoute({
	method: 'post',
	path: '/memberships',
	summary: 'Ask a facility for 利用登録, by its code',
	request: jsonBody(requestBody),
	responses: { 200: json(ownMembership, 'As it stands; asked twice, it is the same'), ...problems },
})

const one = { params: z.object({ id }) }

const postApproval = createRoute({
	method: 'post',
	path: '/memberships/{id}/approve',
	summary: '承認, with 診察券番号 and カルテNo',
	request: { ...one, ...jsonBody(approveMembership) },
	responses: { 200: json(facilityPatient, 'The patient may book'), ...problems },
})

const postRefusal = createRoute({
	method: 'post',
	path: '/memberships/{id}/refuse',
	summary: '拒否, with a reason that the patient reads',
	request: { ...one, ...jsonBody(refuseMembership) },
	responses: { 200: json(facilityPatient, 'The patient may ask again'), ...problems },
})

const facilityParam = z.object({ facilityId: id })

const getRequests = createRoute({
	method: 'get',
	path: '/facilities/{facilityId}/memberships',
	summary: '承認待ち or 拒否: who asked',
	request: { params: facilityParam, query: z.object({ status: z.enum(['pending', 'refused']).default('pending') }) },
	responses: { 200: json(patientList, 'Who has waited longest first'), ...problems },
})

const getPatients = createRoute({
	method: 'get',
	path: '/facilities/{facilityId}/patients',
	summary: "A facility's approved patients by name, ふりがな, number, label, telephone, practitioner or day",
	request: { params: facilityParam, query: searchQuery },
	responses: { 200: json(patientList, 'The first 20'), ...problems },
})

const ofPatient = { params: z.object({ facilityId: id, patientId: id }) }

const getPatient = createRoute({
	method: 'get',
	path: '/facilities/{facilityId}/patients/{patientId}',
	summary: 'One patient as the facility may see them',
	request: ofPatient,
	responses: { 200: json(facilityPatient, 'Those who only asked, too'), ...problems },
})

const patchPatientLabels = createRoute({
	method: 'patch',
	path: '/facilities/{facilityId}/patients/{patientId}/labels',
	summary: '診察券番号, カルテNo and own labels of a patient',
	request: { ...ofPatient, ...jsonBody(labelMembership) },
	responses: { 200: json(facilityPatient, 'As it is now'), ...problems },
})

const labelList = z.object({ labels: z.array(label) })

const getLabels = createRoute({
	method: 'get',
	path: '/facilities/{facilityId}/labels',
	summary: "The facility's own labels",
	request: { params: facilityParam },
	responses: { 200: json(labelList, 'In the order they were made'), ...problems },
})

const postLabel = createRoute({
	method: 'post',
	path: '/facilities/{facilityId}/labels',
	summary: 'Add a label',
	request: { params: facilityParam, ...jsonBody(nameLabel) },
	responses: { 201: json(labelList, 'All of them'), ...problems },
})

const oneLabel = { params: z.object({ facilityId: id, labelId: id }) }

const patchLabel = createRoute({
	method: 'patch',
	path: '/facilities/{facilityId}/labels/{labelId}',
	summary: 'Rename a label',
	request: { ...oneLabel, ...jsonBody(nameLabel) },
	responses: { 200: json(labelList, 'All of them'), ...problems },
})

const deleteLabel = createRoute({
	method: 'delete',
	path: '/facilities/{facilityId}/labels/{labelId}',
	summary: 'Take a label away, and what it said of every patient',
	request: oneLabel,
	responses: { 200: json(labelList, 'All that are left'), ...problems },
})

export function membershipRoutes({ webOrigin }: { webOrigin: string }) {
	return createRouter()
		.openapi(getFacility, async (c) => {
			authorize(c.var.actor, 'membership.request')
			const { db, vault } = c.var.work
			return c.json(await findByCode(db, vault, c.req.valid('query').code), 200)
		})
		.openapi(getMemberships, async (c) => {
			authorize(c.var.actor, 'membership.request')
			return c.json({ memberships: await listOwnMemberships(c.var.work) }, 200)
		})
		.openapi(postMembership, async (c) => {
			authorize(c.var.actor, 'membership.request')
			return c.json(await requestMembership(c.var.work, c.req.valid('json').code), 200)
		})
		.openapi(postApproval, async (c) => {
			authorize(c.var.actor, 'membership.decide')
			return c.json(await approve(c.var.work, { webOrigin }, c.req.valid('param').id, c.req.valid('json')), 200)
		})
		.openapi(postRefusal, async (c) => {
			authorize(c.var.actor, 'membership.decide')
			return c.json(await refuse(c.var.work, c.req.valid('param').id, c.req.valid('json')), 200)
		})
		.openapi(getRequests, async (c) => {
			authorize(c.var.actor, 'membership.decide')
			const { status } = c.req.valid('query')
			return c.json(await listRequests(c.var.work, c.req.valid('param').facilityId, status), 200)
		})
		.openapi(getPatients, async (c) => {
			authorize(c.var.actor, 'patient.read')
			return c.json(await searchPatients(c.var.work, c.req.valid('param').facilityId, c.req.valid('query')), 200)
		})
		.openapi(getPatient, async (c) => {
			authorize(c.var.actor, 'patient.read')
			const { facilityId, patientId } = c.req.valid('param')
			return c.json(await readPatient(c.var.work, facilityId, patientId), 200)
		})
		.openapi(patchPatientLabels, async (c) => {
			authorize(c.var.actor, 'membership.decide')
			const { facilityId, patientId } = c.req.valid('param')
			return c.json(await labelPatient(c.var.work, facilityId, patientId, c.req.valid('json')), 200)
		})
		.openapi(getLabels, async (c) => {
			authorize(c.var.actor, 'patient.read')
			return c.json({ labels: await listLabels(c.var.work, c.req.valid('param').facilityId) }, 200)
		})
		.openapi(postLabel, async (c) => {
			authorize(c.var.actor, 'label.define')
			const { facilityId } = c.req.valid('param')
			return c.json({ labels: await addLabel(c.var.work, facilityId, c.req.valid('json').name) }, 201)
		})
		.openapi(patchLabel, async (c) => {
			authorize(c.var.actor, 'label.define')
			const { facilityId, labelId } = c.req.valid('param')
			return c.json({ labels: await renameLabel(c.var.work, facilityId, labelId, c.req.valid('json').name) }, 200)
		})
		.openapi(deleteLabel, async (c) => {
			authorize(c.var.actor, 'label.define')
			const { facilityId, labelId } = c.req.valid('param')
			return c.json({ labels: await removeLabel(c.var.work, facilityId, labelId) }, 200)
		})
}
