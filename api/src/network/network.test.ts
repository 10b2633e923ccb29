import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromBits, toBits } from './address-bits.ts'
import { allows, createAllowList } from './allow-list.ts'
import { exactAddress } from './exact-address.ts'
import { parseIpRule } from './parse-ip-rule.ts'

/** Every way to write one address that a socket, a proxy or a person may use, under its one spelling. */
const spellings: Record<string, string[]> = {
	'1.2.3.4': [
		'1.2.3.4',
		'::ffff:1.2.3.4',
		'::FFFF:1.2.3.4',
		'::ffff:102:304',
		'::ffff:0102:0304',
		'::FfFf:0102:304',
		'0:0:0:0:0:ffff:1.2.3.4',
		'0:0:0:0:0:ffff:0102:0304',
		'0000:0000:0000:0000:0000:ffff:0102:0304',
		'0::0:ffff:1.2.3.4',
		'::0:ffff:102:304',
	],
	'2001:db8::a': [
		'2001:db8::a',
		'2001:DB8::A',
		'2001:0db8::000a',
		'2001:db8:0:0:0:0:0:a',
		'2001:0DB8:0000:0000:0000:0000:0000:000A',
		'2001:db8:0::0:a',
		'2001:db8::0.0.0.10',
	],
	'::1': ['::1', '0:0:0:0:0:0:0:1', '::0001', '::0.0.0.1', '0::1'],
	'64:ff9b::102:304': ['64:ff9b::1.2.3.4', '64:FF9B::102:304', '0064:ff9b:0:0:0:0:0102:0304'],
}

/** Nothing here is one address and nothing else, whatever some program may read into it. */
const garbage = [
	...['', ' ', '1.2.3.4 ', ' 1.2.3.4', '1.2.3.4\n', '1.2.3.4\0', '\ufeff1.2.3.4', '1.2.3.4.', '.1.2.3.4', '1.2.3.4..'],
	...['01.2.3.4', '1.02.3.4', '001.002.003.004', '1.2.3.04', '::ffff:01.2.3.4', '0301.1.1.1'],
	...['0x1.2.3.4', '0x01020304', '16909060', '1.2.772', '1.131844', '1.2.3', '1.2.3.4.5', '256.2.3.4', '1.2.3.-4'],
	...[
		'1.2.3.4:443',
		'[::1]',
		'[::ffff:1.2.3.4]',
		'[::1]:443',
		'::1:',
		':::',
		'::ffff:1.2.3.4:80',
		'1.2.3.4/32',
		'::1/128',
	],
	...[
		'1.2.3.4, 5.6.7.8',
		'1.2.3.4,',
		'for=1.2.3.4',
		'"1.2.3.4"',
		'1.2.3.4;proto=https',
		'unknown',
		'_hidden',
		'localhost',
	],
	...[
		'fe80::1%eth0',
		'::ffff:1.2.3.4%1',
		'::1%',
		'%eth0',
		'1.2.3.4%eth0',
		'::ffff:1.2.3',
		'::ffff:1.2.3.4.',
		'1::2::3',
	],
	...[
		'12345::',
		'00000::1',
		'g::1',
		'1:2:3:4:5:6:7',
		'1:2:3:4:5:6:7:8:9',
		'１.２.３.４',
		'1。2。3。4',
		'١.٢.٣.٤',
		'1.2.3.4'.repeat(40),
	],
]

const all = Object.entries(spellings).flatMap(([exact, written]) => written.map((text) => [text, exact] as const))

test.each(all)('%s is %s', (text, exact) => {
	expect(exactAddress(text)).toBe(exact)
	expect(parseIpRule(text)).toEqual({ ok: true, rule: exact })
})

test('a rule in any spelling allows its address in every spelling, and no other address in any', () => {
	for (const [rule, ruleIs] of all) {
		const list = createAllowList([rule])
		for (const [address, is] of all) expect(allows(list, address), `${rule} for ${address}`).toBe(ruleIs === is)
	}
})

test('an IPv4 rule does not allow what merely contains that IPv4', () => {
	const list = createAllowList(['1.2.3.4', '1.2.0.0/16', '10.0.0.0/8'])
	const lookalikes = ['::1.2.3.4', '64:ff9b::1.2.3.4', '64:ff9b:1::1.2.3.4', '2002:102:304::', '::ffff:0:1.2.3.4']
	for (const address of [...lookalikes, 'fe80::5efe:1.2.3.4', '2001:0:102:304::', '1:ffff::1.2.3.4']) {
		expect(exactAddress(address), address).not.toBeNull()
		expect(allows(list, address), address).toBe(false)
	}
})

test('an IPv6 range allows no IPv4, though the mapped ones lie in it', () => {
	for (const rule of ['::/1', '::/64', '::/80', '::fffe:0:0/95'])
		for (const address of ['1.2.3.4', '::ffff:1.2.3.4', '::ffff:102:304'])
			expect(allows(createAllowList([rule]), address), `${rule} for ${address}`).toBe(false)
})

test.each(garbage)('%j is no address: no list allows it', (text) => {
	expect(exactAddress(text)).toBeNull()
	const wide = createAllowList(['0.0.0.0/1', '128.0.0.0/1', '::/1', '8000::/1'])
	expect(allows(wide, text)).toBe(false)
	expect(allows(wide, '1.2.3.4') && allows(wide, '::1')).toBe(true)
})

test('a list without rules, and an address nobody knows, allow nothing', () => {
	expect(allows(createAllowList([]), '1.2.3.4')).toBe(false)
	expect(allows(createAllowList(['1.2.3.4']), null)).toBe(false)
})

describe('a rule as it was typed', () => {
	test.each([
		[' 203.0.113.7 ', '203.0.113.7'],
		['２０３．０．１１３．０／２４', '203.0.113.0/24'],
		['203.0.113.7/32', '203.0.113.7'],
		['203.0.113.0/24', '203.0.113.0/24'],
		['128.0.0.0/1', '128.0.0.0/1'],
		['::ffff:203.0.113.0/120', '203.0.113.0/24'],
		['::ffff:cb00:7107/128', '203.0.113.7'],
		['2001:DB8:0:0::/32', '2001:db8::/32'],
		['2001:db8:1:2:0:0:0:0/64', '2001:db8:1:2::/64'],
		['2001:db8::1/128', '2001:db8::1'],
	])('%j is kept as %s', (text, rule) => {
		expect(parseIpRule(text)).toEqual({ ok: true, rule })
		expect(parseIpRule(rule)).toEqual({ ok: true, rule })
	})

	test.each([
		['', /enter an IP/],
		['　', /enter an IP/],
		['203.0.113.7/24', /203\.0\.113\.0\/24 .* or 203\.0\.113\.7 /],
		['2001:db8::1/64', /2001:db8::\/64 .* or 2001:db8::1 /],
		['::ffff:203.0.113.7/120', /203\.0\.113\.0\/24/],
		['0.0.0.0/0', /switch the restriction off/],
		['::/0', /switch the restriction off/],
		['::ffff:0.0.0.0/96', /switch the restriction off/],
		['::ffff:0.0.0.0/80', /number from 1 to 128/],
		['1.2.3.0/33', /number from 1 to 32/],
		['::/129', /number from 1 to 128/],
		['1.2.3.0/', /number from 1 to 32/],
		['1.2.3.0/-1', /number from 1 to 32/],
		['1.2.3.0/024', /number from 1 to 32/],
		['1.2.3.0/255.255.255.0', /number from 1 to 32/],
		['fe80::1%eth0', /one device only/],
		['1.2.3.0/24/24', /not an IP address/],
		['1.2.3.4-9', /not an IP address/],
		['*', /not an IP address/],
		['clinic.example', /not an IP address/],
		...garbage
			.filter((text) => !['', ' '].includes(text) && !/%|\//.test(text))
			// Blanks around it and full-width digits are mended; everything else is refused.
			.filter((text) => !['1.2.3.4', '１.２.３.４'].includes(text.trim()))
			.map((text): [string, RegExp] => [text, /not an IP address/]),
	])('%j is refused with a sentence in both languages', (text, en) => {
		const parsed = parseIpRule(text)
		expect(parsed).toEqual({
			ok: false,
			why: { en: expect.stringMatching(en), ja: expect.stringMatching(/[ぁ-ん].*。$/) },
		})
		expect(() => createAllowList([text])).toThrow('not a rule')
	})
})

const address = fc.oneof(fc.ipV4(), fc.ipV6())

test('any address survives being taken apart and put together', () => {
	fc.assert(
		fc.property(address, (text) => {
			const exact = exactAddress(text)
			expect(exact).not.toBeNull()
			expect(exactAddress(fromBits(toBits(exact ?? '')))).toBe(exact)
		}),
	)
})

test('any range allows exactly the addresses that share its first bits', () => {
	fc.assert(
		fc.property(address, address, fc.integer({ min: 1, max: 128 }), (of, asked, wanted) => {
			const [rule, other] = [of, asked].map((text) => toBits(exactAddress(text) ?? '')) as [Bits, Bits]
			const prefix = Math.min(wanted, rule.width)
			const shift = BigInt(rule.width - prefix)
			const first = fromBits({ bits: (rule.bits >> shift) << shift, width: rule.width })
			const inside = other.width === rule.width && other.bits >> shift === rule.bits >> shift
			const list = createAllowList([`${first}/${prefix}`])
			expect(allows(list, asked)).toBe(inside)
			expect(allows(list, of)).toBe(true)
		}),
	)
})

type Bits = ReturnType<typeof toBits>
