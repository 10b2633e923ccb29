import { z } from 'zod'
import { id, instant, passwordProfile, secondFactorRule } from './ids.ts'

const line = (atMost: number) =>
	z
		.string()
		.trim()
		.max(atMost)
		.regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u)

/** From where a facility's people may come: an address, or a range such as `203.0.113.0/24`. */
export const ipRule = z.object({ id, cidr: z.string(), note: z.string() })
export type IpRule = z.infer<typeof ipRule>
export const ipRulesAtMost = 100

/** All rules at once, so that none is in force without the others. None means: from anywhere. */
export const putIpRules = z.object({
	rules: z.array(z.object({ cidr: z.string().trim().min(1).max(64), note: line(60).default('') })).max(ipRulesAtMost),
})

/** A browser that an admin let in. */
export const device = z.object({
	id,
	name: z.string(),
	/** It has fetched its secret; until then its code waits. */
	registered: z.boolean(),
	codeExpiresAt: instant.nullable(),
	lastSeenAt: instant.nullable(),
	/** The browser that asks. */
	current: z.boolean(),
	createdAt: instant,
})
export type Device = z.infer<typeof device>
export const deviceName = z.object({ name: line(60).min(1) })
/** For the browser alone: web keeps it in a cookie that no script reads. */
export const registeredDevice = z.object({ id, secret: z.string() })
/** Typed into the other browser within ten minutes, once. */
export const deviceCode = z.object({ id, code: z.string(), expiresAt: instant })
/** As it is typed: in any case, full-width, with spaces or hyphens. */
export const redeemDeviceCode = z.object({
	facility: z.string().min(1).max(64),
	code: z
		.string()
		.max(64)
		.transform((text) =>
			text
				.normalize('NFKC')
				.toUpperCase()
				.replace(/[^A-Z0-9]/g, ''),
		)
		.pipe(z.string().regex(/^[A-Z2-9]{12}$/)),
})

/** 非常時アカウント (Q57): `ready` opens while an incident is open, `spent` must be made anew. */
export const emergencyAccount = z.object({
	email: z.string(),
	state: z.enum(['ready', 'open', 'spent']),
	madeAt: instant,
})
export type EmergencyAccount = z.infer<typeof emergencyAccount>
/** Shown once, to be printed and sealed. */
export const madeEmergencyAccount = z.object({ email: z.string(), password: z.string() })

export const facilitySettings = z.object({
	/** The asker's own address, as the rules see it; null where it is unknown. */
	address: z.string().nullable(),
	ipRules: z.array(ipRule),
	registeredDevicesOnly: z.boolean(),
	devices: z.array(device),
	passwordProfile,
	/** Null: passwords do not expire. */
	passwordExpiryDays: z.number().int().nullable(),
	idleLockMinutes: z.number().int(),
	secondFactor: secondFactorRule,
	emergency: emergencyAccount.nullable(),
})
export type FacilitySettings = z.infer<typeof facilitySettings>

export const passwordExpiryChoices = [null, 60, 90, 180, 365] as const
export const idleLockChoices = [5, 10, 15, 30, 60] as const

/** What is left out stays. The second factor can be required here, and not be let go. */
export const changeSettings = z.object({
	passwordProfile: passwordProfile.optional(),
	passwordExpiryDays: z.number().int().min(30).max(730).nullable().optional(),
	idleLockMinutes: z.number().int().min(1).max(240).optional(),
	secondFactor: z.literal('required').optional(),
	registeredDevicesOnly: z.boolean().optional(),
})
export type ChangeSettings = z.infer<typeof changeSettings>
