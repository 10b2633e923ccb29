import { expect, it } from 'vitest'
import { choiceHref } from './choice.ts'
import { readChoice } from './read-choice.ts'

const facility = '01936f3e-7d4a-7c11-9a55-1d2f3b4c5d6e'

it('survives the way through an address', () => {
	const choice = readChoice(new URLSearchParams(`facility=${facility}&who=any&day=2026-11-23`))
	expect(choice).toEqual({ facilityId: facility, who: 'any', from: null, day: '2026-11-23', at: null })
	const href = choiceHref('/book', choice, { at: '2026-11-23T00:00:00.000Z' })
	expect(readChoice(new URL(href, 'http://x').searchParams)).toEqual({ ...choice, at: '2026-11-23T00:00:00.000Z' })
})

it('asks again where the address holds nonsense', () => {
	const nonsense = new URLSearchParams('facility=1&who=<script>&day=2026-02-30&at=soon&from=yesterday')
	expect(readChoice(nonsense)).toEqual({ facilityId: null, who: null, from: null, day: null, at: null })
})

it('leaves out what is taken back', () => {
	const choice = readChoice(new URLSearchParams(`facility=${facility}&who=any`))
	expect(choiceHref('/book', choice, { who: null })).toBe(`/book?facility=${facility}`)
	expect(choiceHref('/book', choice, { who: null, facilityId: null })).toBe('/book')
})
