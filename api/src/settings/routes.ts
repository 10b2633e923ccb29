import { id } from '@enshin/contracts/ids.ts'
import {
	changeSettings as changeSettingsBody,
	deviceCode,
	deviceName,
	facilitySettings,
	madeEmergencyAccount,
	putIpRules as putIpRulesBody,
	redeemDeviceCode as redeemDeviceCodeBody,
	registeredDevice,
} from '@enshin/contracts/settings.ts'
import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { SignInLimits } from '../accounts/sign-in-limits.ts'
import { authorize } from '../http/authorize.ts'
import { clientAddress } from '../http/client-address.ts'
import type { Env } from '../http/context.ts'
import { json, jsonBody, problems } from '../http/responses.ts'
import { createPublicRouter, createRouter } from '../http/router.ts'
import { changeSettings } from './change-settings.ts'
import { deviceSecretOf } from './device-header.ts'
import { makeEmergency } from './make-emergency.ts'
import { putIpRules } from './put-ip-rules.ts'
import { readSettings } from './read-settings.ts'
import { redeemDeviceCode } from './redeem-device-code.ts'
import { makeDeviceCode, registerThisDevice, revokeDevice } from './register-device.ts'

const done = { 204: { description: 'Done' }, ...problems }

const getSettings = createRoute({
	method: 'get',
	path: '/settings',
	summary: "A facility's security settings",
	responses: { 200: json(facilitySettings, 'All of them'), ...problems },
})

const patchSettings = createRoute({
	method: 'patch',
	path: '/settings',
	summary: 'Changes what is given, after step-up; a second factor once required stays required',
	request: jsonBody(changeSettingsBody),
	responses: done,
})

const putRules = createRoute({
	method: 'put',
	path: '/settings/ip-rules',
	summary: 'From where people may come, after step-up; a list without the asker’s own address is refused',
	request: jsonBody(putIpRulesBody),
	responses: done,
})

const postDevice = createRoute({
	method: 'post',
	path: '/settings/devices',
	summary: 'Registers the asker’s browser, after step-up',
	request: jsonBody(deviceName),
	responses: { 201: json(registeredDevice, 'The secret for its cookie'), ...problems },
})

const postDeviceCode = createRoute({
	method: 'post',
	path: '/settings/device-codes',
	summary: 'A code of one use that registers another browser, after step-up',
	request: jsonBody(deviceName),
	responses: { 201: json(deviceCode, 'To be typed within ten minutes'), ...problems },
})

const deleteDevice = createRoute({
	method: 'delete',
	path: '/settings/devices/{id}',
	summary: 'Ends a registration at once, after step-up',
	request: { params: z.object({ id }) },
	responses: done,
})

const postEmergency = createRoute({
	method: 'post',
	path: '/settings/emergency-account',
	summary: '非常時アカウント: makes it, or makes it anew, after step-up',
	responses: { 201: json(madeEmergencyAccount, 'Shown this once'), ...problems },
})

const postRedeem = createRoute({
	method: 'post',
	path: '/devices/redeem',
	security: [],
	summary: 'Registers this browser with a code of an admin’s',
	request: jsonBody(redeemDeviceCodeBody),
	responses: { 201: json(registeredDevice, 'The secret for its cookie'), ...problems },
})

export function settingsRoutes(serviceSecret: string) {
	const placeOf = (c: Context<Env>) => ({
		address: c.var.address,
		deviceSecret: deviceSecretOf(c, serviceSecret),
	})
	return createRouter()
		.openapi(getSettings, async (c) => {
			authorize(c.var.actor, 'settings.manage')
			return c.json(await readSettings(c.var.work, placeOf(c)), 200)
		})
		.openapi(patchSettings, async (c) => {
			authorize(c.var.actor, 'settings.manage')
			await changeSettings(c.var.work, placeOf(c), c.req.valid('json'))
			return c.body(null, 204)
		})
		.openapi(putRules, async (c) => {
			authorize(c.var.actor, 'settings.manage')
			await putIpRules(c.var.work, c.req.valid('json').rules)
			return c.body(null, 204)
		})
		.openapi(postDevice, async (c) => {
			authorize(c.var.actor, 'settings.manage')
			return c.json(await registerThisDevice(c.var.work, c.req.valid('json').name), 201)
		})
		.openapi(postDeviceCode, async (c) => {
			authorize(c.var.actor, 'settings.manage')
			return c.json(await makeDeviceCode(c.var.work, c.req.valid('json').name), 201)
		})
		.openapi(deleteDevice, async (c) => {
			authorize(c.var.actor, 'settings.manage')
			await revokeDevice(c.var.work, placeOf(c), c.req.valid('param').id)
			return c.body(null, 204)
		})
		.openapi(postEmergency, async (c) => {
			authorize(c.var.actor, 'settings.manage')
			return c.json(await makeEmergency(c.var.work, c.var.scoped({ kind: 'auth' })), 201)
		})
}

/** For a browser in front of which nobody is signed in. */
export function deviceRoutes(limits: Pick<SignInLimits, 'spendOn'>, serviceSecret: string) {
	return createPublicRouter().openapi(postRedeem, async (c) => {
		await limits.spendOn('linkAddress', clientAddress(c, serviceSecret))
		const { scoped, requestId, address } = c.var
		const db = scoped({ kind: 'auth' })
		return c.json(await redeemDeviceCode(db, c.req.valid('json'), { requestId, address }), 201)
	})
}
