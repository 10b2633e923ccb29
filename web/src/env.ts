import { defineEnvVars } from '@sveltejs/kit/env'
import { z } from 'zod'
import { building } from '$app/env'

const origin = (schemes: RegExp, like: string) =>
	z.url({ protocol: schemes, error: `must be an origin such as ${like}` }).transform((text) => new URL(text).origin)

const apiUrl = z.url({ protocol: /^https?$/, error: 'must be the api’s address, such as http://127.0.0.1:4000' })

export const variables = defineEnvVars({
	ENSHIN_API_URL: {
		// A build runs the server once to look at its routes, and asks no api.
		schema: building ? z.string().default('') : apiUrl,
		description: 'Where the api answers. Only the server side of the web asks it.',
	},
	ENSHIN_SERVICE_SECRET: {
		schema: z
			.string()
			.min(32, 'must be the secret that api, signaling and web share, 32 characters or more')
			.optional(),
		description: 'With it the api believes whose address we saw; without it all sign-ins share one rate limit.',
	},
	ENSHIN_SIGNALING_ORIGINS: {
		schema: z
			.string()
			.default('')
			.transform((text) => text.split(',').map((part) => part.trim()))
			.transform((parts) => parts.filter((part) => part !== ''))
			.pipe(z.array(origin(/^wss?$/, 'wss://signaling.example'))),
		description: 'A comma list of the WebSocket origins that browsers may connect to.',
	},
	ORIGIN: {
		schema: origin(/^https?$/, 'https://enshin.example').optional(),
		description: 'The address people type. Forms from anywhere else are refused; https turns HSTS on.',
	},
})
