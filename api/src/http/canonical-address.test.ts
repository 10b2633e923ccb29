import { expect, test } from 'vitest'
import { canonicalAddress } from './canonical-address.ts'

test.each([
	['203.0.113.7', '203.0.113.7'],
	['::ffff:203.0.113.7', '203.0.113.7'],
	['0:0:0:0:0:FFFF:cb00:7107', '203.0.113.7'],
	['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
	['2001:0DB8:0001:0002::ffff', '2001:db8:1:2::/64'],
	['2001:db8::1', '2001:db8::/64'],
	['fe80::1%eth0', 'fe80::/64'],
	['::1', '::/64'],
	['1:2:3::', '1:2:3::/64'],
	['203.0.113.7, 10.0.0.1', null],
	['203.0.113', null],
	['', null],
	['localhost', null],
	["'; DROP TABLE sessions; --", null],
])('%s is limited as %s', (text, expected) => {
	expect(canonicalAddress(text)).toBe(expected)
})
