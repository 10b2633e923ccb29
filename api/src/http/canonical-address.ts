import { isIPv4, SocketAddress } from 'node:net'

/**
 * One name for one client: IPv4 as it is, `::ffff:1.2.3.4` as that IPv4, and IPv6 as its /64, for one household or phone
 * has a whole /64 to take addresses from. Null for what is no address.
 */
export function canonicalAddress(text: string): string | null {
	if (isIPv4(text)) return text
	const canonical = parseIPv6(text)
	if (!canonical) return null
	const mapped = canonical.match(/^::ffff:(\d+\.\d+\.\d+\.\d+)$/)?.[1]
	return mapped ?? `${firstFourGroups(canonical).join(':')}::/64`
}

function parseIPv6(text: string): string | null {
	try {
		return new SocketAddress({ family: 'ipv6', address: text.split('%')[0] ?? '' }).address
	} catch {
		return null
	}
}

function firstFourGroups(canonical: string): string[] {
	const [head = '', tail] = canonical.split('::')
	const before = head === '' ? [] : head.split(':')
	if (tail === undefined) return before.slice(0, 4)
	const after = tail === '' ? [] : tail.split(':')
	const missing = Math.max(8 - before.length - after.length, 0)
	return [...before, ...Array<string>(missing).fill('0'), ...after].slice(0, 4)
}
