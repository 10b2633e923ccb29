import { facility } from '@enshin/contracts/api.ts'
import { createRoute, z } from '@hono/zod-openapi'
import { authorize } from '../http/authorize.ts'
import { json, problems } from '../http/responses.ts'
import { createRouter } from '../http/router.ts'
import { listOwnFacilities } from './list-own.ts'

const getFacilities = createRoute({
	method: 'get',
	path: '/facilities',
	summary: 'Where one belongs: approved memberships of a patient, the own facility of its people',
	responses: { 200: json(z.object({ facilities: z.array(facility) }), 'With who can be booked there'), ...problems },
})

export function facilityRoutes() {
	return createRouter().openapi(getFacilities, async (c) => {
		authorize(c.var.actor, 'facility.list_own')
		return c.json({ facilities: await listOwnFacilities(c.var.work) }, 200)
	})
}
