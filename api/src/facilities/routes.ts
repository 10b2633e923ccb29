import { appointment, facility } from '@enshin/contracts/api.ts'
import { id } from '@enshin/contracts/ids.ts'
import { createRoute, z } from '@hono/zod-openapi'
import { authorize } from '../http/authorize.ts'
import { json, problems } from '../http/responses.ts'
import { createRouter } from '../http/router.ts'
import { findPatients } from './find-patients.ts'
import { listOwnFacilities } from './list-own.ts'

const getFacilities = createRoute({
	method: 'get',
	path: '/facilities',
	summary: 'Where one belongs: approved memberships of a patient, the own facility of its people',
	responses: { 200: json(z.object({ facilities: z.array(facility) }), 'With who can be booked there'), ...problems },
})

const getPatients = createRoute({
	method: 'get',
	path: '/facilities/{facilityId}/patients',
	summary: "A facility's patients by name, ふりがな or number, for booking on their behalf",
	request: { params: z.object({ facilityId: id }), query: z.object({ q: z.string().max(100).default('') }) },
	responses: { 200: json(z.object({ patients: z.array(appointment.shape.patient) }), 'The first 20'), ...problems },
})

export function facilityRoutes() {
	return createRouter()
		.openapi(getFacilities, async (c) => {
			authorize(c.var.actor, 'facility.list_own')
			return c.json({ facilities: await listOwnFacilities(c.var.work) }, 200)
		})
		.openapi(getPatients, async (c) => {
			authorize(c.var.actor, 'appointment.list_day')
			const { facilityId } = c.req.valid('param')
			const patients = await findPatients(c.var.work, facilityId, c.req.valid('query').q)
			return c.json({ patients }, 200)
		})
}
