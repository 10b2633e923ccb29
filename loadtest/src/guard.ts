import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import { UsageError } from './command/usage-error.ts'

/** What makes a host that is not this machine a target: somebody's word here, and somebody's consent there. */
export interface Permission {
	/** `--i-may-load-this-host` was typed. */
	isAllowed: boolean
	/** The target's own consent token. */
	consent: string | null
}

export type Guard = (host: string) => Promise<void>

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

/**
 * Whether this is an address of the machine itself, however it is spelled. `0.0.0.0` and addresses of its own network
 * cards are not: what listens there may be reached, and meant, by others.
 */
function isLoopback(address: string): boolean {
	const family = isIP(address)
	// BlockList takes ::ffff:127.0.0.1 for the IPv4 address that it is.
	return family !== 0 && loopback.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

/**
 * Every address a host stands for: itself, or all that its name resolves to. Numbers are read as a URL reads them
 * (`0x7f.1`, `2130706433`). Throws a UsageError for what is no host at all, or has no address.
 */
async function addressesOf(host: string): Promise<string[]> {
	const name = hostname(host)
	if (isIP(name)) return [name]
	const found = await lookup(name, { all: true }).catch(() => [])
	if (found.length === 0) throw new UsageError(`${host} has no address.`)
	return found.map(({ address }) => address)
}

/** Without the brackets of an IPv6 address, and with one spelling. */
function hostname(host: string): string {
	const isBare = isIP(host) === 6
	const url = `http://${isBare ? `[${host}]` : host}/`
	const parsed = URL.canParse(url) ? new URL(url) : null
	const isHostAlone = parsed && parsed.pathname === '/' && !parsed.username && !parsed.port && !parsed.search
	if (!isHostAlone) throw new UsageError(`${host} is not the name or address of a host.`)
	return parsed.hostname.replace(/^\[(.*)\]$/, '$1')
}

/**
 * Makes `assertAllowedHost`: it rejects with a UsageError for a host that is not this machine alone, unless the run has
 * both permissions. For the api's host before the first request, and for whatever the stack then sends its clients to:
 * signaling's address in a permission, the addresses of ICE candidates. Its answers are kept: packets do not wait for it.
 *
 * It keeps mistakes from becoming an outage. Against somebody who changes a name's address between the look and the
 * connection it is no help, and need not be: they would have to want to be loaded.
 */
export function createGuard({ isAllowed, consent }: Permission): Guard {
	const known = new Map<string, Promise<void>>()
	async function check(host: string): Promise<void> {
		const foreign = (await addressesOf(host)).find((address) => !isLoopback(address))
		if (foreign === undefined || (isAllowed && consent)) return
		const where = foreign === host ? host : `${host} (${foreign})`
		throw new UsageError(
			`${where} is not this machine. To load it, its operators must agree: \`pnpm ops load-test:open\` there prints a consent token for --consent or ENSHIN_LOAD_TEST_CONSENT, and --i-may-load-this-host says that you mean it.`,
		)
	}
	return (host) => {
		const answer = known.get(host) ?? check(host)
		known.set(host, answer)
		return answer
	}
}

/** The same for an address with a scheme: `https://api.example:8443`, `wss://…`. */
export async function assertAllowedUrl(guard: Guard, url: string): Promise<void> {
	if (!URL.canParse(url)) throw new UsageError(`${url} is not an address.`)
	await guard(new URL(url).hostname)
}
