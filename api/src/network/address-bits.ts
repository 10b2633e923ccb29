import { isIPv4, SocketAddress } from 'node:net'

/** An address as a number, and how many bits it has. */
export type AddressBits = { bits: bigint; width: 32 | 128 }

/** `address` is as exactAddress spells it. */
export function toBits(address: string): AddressBits {
	if (isIPv4(address)) return { bits: join(address.split('.').map(Number), 8n), width: 32 }
	return { bits: join(groupsOf(address), 16n), width: 128 }
}

/** As exactAddress spells it. */
export function fromBits({ bits, width }: AddressBits): string {
	if (width === 32) return split(bits, 4, 8n).join('.')
	const groups = split(bits, 8, 16n).map((group) => group.toString(16))
	return new SocketAddress({ family: 'ipv6', address: groups.join(':') }).address
}

/** The first address of the range that the first `prefix` bits name. */
export function startOfRange({ bits, width }: AddressBits, prefix: number): AddressBits {
	const rest = BigInt(width - prefix)
	return { bits: (bits >> rest) << rest, width }
}

function groupsOf(address: string): number[] {
	// An IPv4 at the end, as in `::1.2.3.4`, stands for two groups.
	const plain = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...octets: string[]) => {
		const [a = 0, b = 0, c = 0, d = 0] = octets.slice(0, 4).map(Number)
		return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
	})
	const [head = '', tail = ''] = plain.split('::')
	const [before, after] = [head, tail].map((part) => (part === '' ? [] : part.split(':'))) as [string[], string[]]
	const missing = Array<string>(8 - before.length - after.length).fill('0')
	return [...before, ...missing, ...after].map((group) => Number.parseInt(group, 16))
}

function join(parts: number[], size: bigint): bigint {
	return parts.reduce((bits, part) => (bits << size) | BigInt(part), 0n)
}

function split(bits: bigint, count: number, size: bigint): number[] {
	return Array.from({ length: count }, (_, at) =>
		Number((bits >> (size * BigInt(count - 1 - at))) & ((1n << size) - 1n)),
	)
}
