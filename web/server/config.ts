import { z } from 'zod'

const seconds = (standard: number) =>
	z.coerce.number('must be a number of seconds').int().min(0).max(3600).default(standard)

const environment = z.object({
	HOST: z.string().min(1, 'must be an address to listen on').default('127.0.0.1'),
	PORT: z.coerce.number('must be a port, 0 to 65535').int().min(0).max(65_535).default(3000),
	ORIGIN: z
		.url({ protocol: /^https?$/, error: 'must be the address people type, such as https://enshin.example' })
		.transform((text) => new URL(text).origin),
	SHUTDOWN_TIMEOUT: seconds(30),
	// adapter-node reads this one itself, with XFF_DEPTH beside it.
	ADDRESS_HEADER: z.string().toLowerCase().optional(),
})

/** How the pages are served; what the pages themselves are told stands in src/env.ts. */
export type ServerConfig = {
	host: string
	/** 0 takes any free port. */
	port: number
	/** What people type into the address bar. Requests for any other host are refused. */
	origin: string
	/** How long requests under way may take when the server stops. */
	stopGraceMs: number
	/** The header in which our own proxy tells the client's address; without it no header is believed. */
	addressHeader: string | undefined
}

/** Throws an error that names every wrong variable and what it should be. */
export function readConfig(env: NodeJS.ProcessEnv): ServerConfig {
	// An empty variable is one that is not set: so do shells and compose files write it.
	const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value))
	const parsed = environment.safeParse(given)
	if (!parsed.success) {
		const lines = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`)
		throw new Error(`The environment is not right:\n${lines.join('\n')}`)
	}
	return {
		host: parsed.data.HOST,
		port: parsed.data.PORT,
		origin: parsed.data.ORIGIN,
		stopGraceMs: parsed.data.SHUTDOWN_TIMEOUT * 1000,
		addressHeader: parsed.data.ADDRESS_HEADER,
	}
}
