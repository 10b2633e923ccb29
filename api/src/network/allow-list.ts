import { BlockList, isIPv4 } from 'node:net'
import { exactAddress } from './exact-address.ts'
import { parseIpRule } from './parse-ip-rule.ts'

/** One list a family: a single `BlockList` would let an IPv6 range such as `::/64` match every IPv4. */
export type AllowList = { ipv4: BlockList; ipv6: BlockList }

/** `rules` are as parseIpRule spells them; anything else throws, for a rule left out in silence may be the only one. */
export function createAllowList(rules: readonly string[]): AllowList {
	const list = { ipv4: new BlockList(), ipv6: new BlockList() }
	for (const text of rules) {
		const parsed = parseIpRule(text)
		if (!parsed.ok) throw new Error(`not a rule for addresses: ${JSON.stringify(text)}`)
		const [address = '', prefix] = parsed.rule.split('/')
		const family = familyOf(address)
		if (prefix === undefined) list[family].addAddress(address, family)
		else list[family].addSubnet(address, Number(prefix), family)
	}
	return list
}

/** Closed by default: no list allows what is no address, and a list without rules allows nobody. */
export function allows(list: AllowList, address: string | null): boolean {
	const exact = address === null ? null : exactAddress(address)
	if (exact === null) return false
	const family = familyOf(exact)
	return list[family].check(exact, family)
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
	return isIPv4(address) ? 'ipv4' : 'ipv6'
}
