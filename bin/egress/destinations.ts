/** A host that Enshin contacts by itself, for a firewall that lets nothing else out. */
export interface Destination {
	host: string
	port: number
	/** Who asks: one of the services, or the set-up, which runs before them and where nothing is installed yet. */
	who: string
	why: string
	/** The setting it follows from. */
	from: string
}

type Env = Record<string, string | undefined>

const standardPorts: Record<string, number> = {
	'https:': 443,
	'wss:': 443,
	'http:': 80,
	'ws:': 80,
	'postgres:': 5432,
	'postgresql:': 5432,
	'smtps:': 465,
	'smtp:': 587,
}

/** Variables that name a place which a service contacts. Twilio stands apart: it has a place without being told one. */
const contacted: Record<string, { who: string; why: string }> = {
	DATABASE_URL: { who: 'api, signaling', why: 'the database' },
	ENSHIN_API_URL: { who: 'web, signaling', why: 'our own api' },
	ENSHIN_SFU_URLS: { who: 'signaling', why: 'control of our own media nodes' },
	ENSHIN_SMTP_URL: { who: 'api', why: 'mail' },
}

/** Variables that look like a place and are none that we contact: where we listen, and what browsers are told. */
const notContacted = [
	...['ENSHIN_API_HOST', 'ENSHIN_SIGNALING_HOST', 'ENSHIN_SFU_HOST', 'ENSHIN_SFU_LISTEN_IP', 'HOST', 'ADDRESS_HEADER'],
	...['ENSHIN_SIGNALING_URL', 'ENSHIN_SIGNALING_PUBLIC_URL', 'ENSHIN_SFU_ANNOUNCED_ADDRESS'],
	...['ENSHIN_ALLOWED_ORIGINS', 'ENSHIN_SIGNALING_ORIGINS', 'ENSHIN_WEB_ORIGIN', 'ORIGIN'],
]

export const knownVariables = [...Object.keys(contacted), 'ENSHIN_TWILIO_URL', ...notContacted]

/** While Enshin runs: what these settings make it contact, our own services on other machines included. */
export function runningDestinations(env: Env): Destination[] {
	const named = Object.entries(contacted).flatMap(([from, { who, why }]) =>
		(env[from] ?? '')
			.split(',')
			.map((text) => text.trim())
			.filter((text) => text !== '')
			.map((text) => ({ ...placeOf(text, from), who, why, from })),
	)
	const usesTwilio = Object.entries(env).some(([name, value]) => value && name.startsWith('ENSHIN_TWILIO_'))
	const twilio = env.ENSHIN_TWILIO_URL || 'https://api.twilio.com'
	if (usesTwilio)
		named.push({ ...placeOf(twilio, 'ENSHIN_TWILIO_URL'), who: 'api', why: 'SMS', from: 'ENSHIN_TWILIO_…' })
	return named.filter(({ host }) => !isThisMachine(host))
}

/** Once, where `npm start` or `npm test` finds something missing. `registry` is the one that npm is set to. */
export function setupDestinations(env: Env, registry: string): Destination[] {
	const npm = { who: 'set-up', why: 'Node, pnpm and the packages', from: 'npm config get registry' }
	const found = [{ ...placeOf(registry, npm.from), ...npm }]
	if (!env.MEDIASOUP_WORKER_BIN) {
		const from = 'MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL'
		const worker = { who: 'set-up', why: 'the media worker; built here where it cannot be reached' }
		if (env[from]) found.push({ ...placeOf(env[from], from), ...worker, from })
		// A release of GitHub's sends on to the second.
		else
			for (const host of ['github.com', 'release-assets.githubusercontent.com'])
				found.push({ host, port: 443, ...worker, from: 'MEDIASOUP_WORKER_BIN is not set' })
	}
	return found.filter(({ host }) => !isThisMachine(host))
}

function placeOf(text: string, from: string): { host: string; port: number } {
	if (!URL.canParse(text)) throw new Error(`${from} should be an address; it cannot be read.`)
	const { hostname, port, protocol } = new URL(text)
	return { host: hostname, port: Number(port) || (standardPorts[protocol] ?? 443) }
}

/** Loopback, in any spelling that a URL leaves it in. */
export function isThisMachine(host: string): boolean {
	const plain = host.replace(/^\[(.*)\]$/, '$1').toLowerCase()
	return (
		plain === 'localhost' ||
		plain.endsWith('.localhost') ||
		/^(::ffff:)?127\.\d+\.\d+\.\d+$|^::1$|^::ffff:7f/.test(plain)
	)
}
