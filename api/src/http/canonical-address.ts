import { isIPv4 } from 'node:net'
import { fromBits, startOfRange, toBits } from '../network/address-bits.ts'
import { exactAddress } from '../network/exact-address.ts'

/**
 * One name for one client in rate limits: IPv4 as it is, `::ffff:1.2.3.4` as that IPv4, and IPv6 as its /64, for one
 * household or phone has a whole /64 to take addresses from. A zone is no difference here. Null for what is no address.
 */
export function canonicalAddress(text: string): string | null {
	const exact = exactAddress(text) ?? exactAddress(text.split('%')[0] ?? '')
	if (exact === null || isIPv4(exact)) return exact
	return `${fromBits(startOfRange(toBits(exact), 64))}/64`
}
