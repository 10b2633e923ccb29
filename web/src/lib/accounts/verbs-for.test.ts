import type { Account } from '@enshin/contracts/accounts.ts'
import { expect, it } from 'vitest'
import { verbsFor } from './verbs-for.ts'

const account = { status: 'active', role: 'doctor', self: false, practitioner: null } as Account
const practitioner = { practitionerId: 'p', title: '内科', withdrawn: false }

it.each<[string, Partial<Account>, string[]]>([
	['an active doctor', {}, ['role', 'identify', 'bookable', 'disable', 'remove']],
	['one in 予約枠', { practitioner }, ['role', 'identify', 'unbookable', 'disable', 'remove']],
	['reception', { role: 'staff' }, ['role', 'identify', 'disable', 'remove']],
	['oneself', { role: 'doctor_admin', self: true, practitioner }, ['role', 'identify', 'unbookable', 'remove']],
	['a disabled one', { status: 'disabled' }, ['role', 'identify', 'enable', 'remove']],
	['a removed one', { status: 'removed' }, []],
])('offers for %s what can be done', (_who, change, verbs) => {
	expect(verbsFor({ ...account, ...change })).toEqual(verbs)
})
