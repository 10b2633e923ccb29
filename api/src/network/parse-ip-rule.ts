import type { Locale } from '@enshin/contracts/ids.ts'
import { fromBits, startOfRange, toBits } from './address-bits.ts'
import { exactAddress } from './exact-address.ts'

/** `rule` is the one spelling of it: an address, or a range such as `203.0.113.0/24`; kept and shown like this. */
export type ParsedIpRule = { ok: true; rule: string } | { ok: false; why: Record<Locale, string> }

const maxLength = 64

/**
 * Reads what an admin typed into the list of allowed addresses: one address, or a range in CIDR. Full-width digits are
 * taken, for Japanese keyboards type them. A range must be written from its start, so that nobody allows 254 neighbours
 * by a slip; a range of everything is refused, for it would only look like a rule.
 */
export function parseIpRule(text: string): ParsedIpRule {
	const typed = halfWidth(text).trim()
	if (typed === '') return wrong('IPアドレスを入力してください。', 'Please enter an IP address.')
	if (typed.length > maxLength) return unreadable
	const [address = '', prefixText, ...more] = typed.split('/')
	if (address.includes('%')) return zone
	const exact = exactAddress(address)
	if (exact === null || more.length > 0) return unreadable
	if (prefixText === undefined) return { ok: true, rule: exact }

	const start = toBits(exact)
	const isMapped = start.width === 32 && address.includes(':')
	const width = isMapped ? 128 : start.width
	const written = /^(0|[1-9]\d{0,2})$/.test(prefixText) ? Number(prefixText) : Number.NaN
	// ::ffff:203.0.113.0/120 is 203.0.113.0/24.
	const prefix = isMapped ? written - 96 : written
	if (!(written <= width) || prefix < 0) return badPrefix(width)
	if (prefix === 0) return everything
	if (prefix === start.width) return { ok: true, rule: exact }
	const first = startOfRange(start, prefix)
	if (first.bits !== start.bits) return notTheStart(exact, `${fromBits(first)}/${prefix}`)
	return { ok: true, rule: `${exact}/${prefix}` }
}

function halfWidth(text: string): string {
	return text.replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
}

function wrong(ja: string, en: string): ParsedIpRule {
	return { ok: false, why: { ja, en } }
}

const unreadable = wrong(
	'IPアドレスとして読み取れません。203.0.113.7 または 203.0.113.0/24 のように入力してください。',
	'This is not an IP address. Please write it like 203.0.113.7 or 203.0.113.0/24.',
)

const zone = wrong(
	'「%」の付いたアドレスは使えません。その端末の中だけの名前だからです。',
	'An address with “%” cannot be used: it has a meaning on one device only.',
)

const everything = wrong(
	'この範囲はすべてのアドレスを含みます。制限しない場合は、制限をオフにしてください。',
	'This range holds every address. To allow everybody, please switch the restriction off.',
)

function badPrefix(width: number): ParsedIpRule {
	return wrong(`「/」の後は 1 から ${width} までの数です。`, `After “/” comes a number from 1 to ${width}.`)
}

function notTheStart(address: string, range: string): ParsedIpRule {
	return wrong(
		`範囲は最初のアドレスから書きます。範囲全体なら ${range}、このアドレスだけなら ${address} と入力してください。`,
		`A range is written from its first address. Write ${range} for the range, or ${address} for this address alone.`,
	)
}
