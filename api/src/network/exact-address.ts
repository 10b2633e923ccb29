import { isIP, isIPv4, SocketAddress } from 'node:net'

const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/

/**
 * The one spelling of an address: IPv4 in four plain decimal numbers, `::ffff:1.2.3.4` in any spelling as that IPv4, any
 * other IPv6 in lower case with its zeros shortened (RFC 5952). Null for what is no address and nothing but one: a port,
 * brackets, a zone, a list, leading zeros or hexadecimal in an IPv4, which programs read differently.
 *
 * What only contains an IPv4, such as NAT64's `64:ff9b::1.2.3.4`, is an address of its own: whoever holds it is not known
 * to be who holds 1.2.3.4.
 */
export function exactAddress(text: string): string | null {
	if (isIPv4(text)) return text
	if (isIP(text) !== 6 || text.includes('%')) return null
	const { address } = new SocketAddress({ family: 'ipv6', address: text })
	return mapped.exec(address)?.[1] ?? address
}
