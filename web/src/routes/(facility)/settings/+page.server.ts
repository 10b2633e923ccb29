import { may } from '@enshin/contracts/access.ts'
import { makeProblem } from '@enshin/contracts/errors.ts'
import { id } from '@enshin/contracts/ids.ts'
import { changeSettings, deviceName, putIpRules, registeredDevice } from '@enshin/contracts/settings.ts'
import { z } from 'zod'
import { fail as failPage, load as loadFrom } from '#lib/api/load.ts'
import { act } from '#lib/auth/act.ts'
import { writeDevice } from '#lib/server/device.ts'
import { personHere } from '#lib/server/person.ts'
import { ORIGIN } from '$app/env/private'

/** セキュリティ設定, for a facility's admins. */
export async function load({ locals, url }) {
	const me = personHere(locals)
	if (!may(me.role, 'settings.manage')) failPage(makeProblem('auth.forbidden', locals.locale))
	return {
		now: new Date().toISOString(),
		settings: await loadFrom(locals, (api) => api.settings.$get()),
		/** Where another device types its code in. */
		deviceUrl: `${ORIGIN ?? url.origin}/f/${me.facility?.slug ?? ''}/device`,
	}
}

const json = z.string().transform((text, context) => {
	try {
		return JSON.parse(text) as unknown
	} catch {
		context.addIssue({ code: 'custom', message: 'not JSON' })
		return z.NEVER
	}
})
const number = z.coerce.number().int()
const change = z.object({
	passwordProfile: changeSettings.shape.passwordProfile,
	passwordExpiryDays: z.union([z.literal('').transform(() => null), number]).optional(),
	idleLockMinutes: number.optional(),
	secondFactor: changeSettings.shape.secondFactor,
	registeredDevicesOnly: z
		.enum(['true', 'false'])
		.transform((text) => text === 'true')
		.optional(),
})

export const actions = {
	network: act(z.object({ rules: json.pipe(putIpRules.shape.rules) }), (api, json) =>
		api.settings['ip-rules'].$put({ json }),
	),
	change: act(change, (api, json) => api.settings.$patch({ json })),
	register: act(deviceName, async (api, json, { cookies }) => {
		const answer = await api.settings.devices.$post({ json })
		// The secret is for the cookie alone: the page never sees it.
		if (answer.status === 201) writeDevice(cookies, registeredDevice.parse(await answer.clone().json()).secret)
		return answer.status === 201 ? api.settings.$get() : answer
	}),
	code: act(deviceName, (api, json) => api.settings['device-codes'].$post({ json })),
	revoke: act(z.object({ id }), (api, { id }) => api.settings.devices[':id'].$delete({ param: { id } })),
	emergency: act(z.object({}), (api) => api.settings['emergency-account'].$post()),
}
