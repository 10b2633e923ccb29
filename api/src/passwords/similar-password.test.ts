import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { checkFormerPasswords } from './check-former-passwords.ts'
import { longestCommonRun, withinDistance } from './edit-distance.ts'
import { isSimilarToCurrent, type RememberedPassword, rememberPassword } from './similar-password.ts'
import { stemOf } from './stem.ts'

test.each([
	['Abcdefghijkl1', 'abcdefghijki'],
	['Kettle-Moon#2026-1', 'kettiemoon'],
	['k3ttl3m00n!!2', 'kettiemoon'],
	['2026-Kettle', 'kettie'],
	['kettle2026moon', 'kettiemoon'],
	['ＫＥＴＴＬＥ　ＭＯＯＮ', 'kettiemoon'],
	['p@$$w0rd', 'password'],
	['ネコノヤカン3', 'ねこのやかん'],
	['8253-9917', ''],
])('the stem of %s is %s', (password, stem) => {
	expect(stemOf(password)).toBe(stem)
})

test.each([
	['Abc...1', 'Abc...2'],
	['Abcdefghijkl1', 'Abcdefghijkl2'],
	['kettle-moon-piano-4', 'Kettle-Moon-Piano-5!'],
	['kettle-moon-piano-4', 'kettle-moon-piano-2026'],
	['kettle-moon-piano-4', 'k3ttle m00n pi@no'],
	['kettle-moon-piano-4', '4-onaip-noom-elttek'],
	['kettle-moon-piano-4', 'piano-4-kettle-moon'],
	['kettle-moon-piano-4', 'so kettle-moon-piano-4 it is'],
	['so kettle-moon-piano-4 it is', 'kettle-moon-piano-4'],
	['kettle-moon-piano-4', 'kettle-moom-pianos-4'],
	['ネコノヤカンハアオイ1', 'ねこのやかんはあおい2'],
	['x#7Kq!vR', 'x#7Kq!vS'],
	['7301846295518', '7301846295519'],
])('after %s, %s is too similar', async (current, candidate) => {
	expect(isSimilarToCurrent(current, candidate)).toBe(true)
	expect(await checkFormerPasswords(candidate, current, [])).toEqual(['too_similar'])
})

test.each([
	['kettle-moon-piano-4', 'gravel-swims-under-noon'],
	['kettle-moon-piano-4', 'river-moon-lantern-8'],
	['ねこのやかんはあおい1', '夕焼けに古い自転車がころんだ'],
	['x#7Kq!vR', 'mW2$pz9&'],
	['7301846295518', '4926610377204'],
])('after %s, %s is another', (current, candidate) => {
	expect(isSimilarToCurrent(current, candidate)).toBe(false)
})

test('two passwords drawn at random are never similar', () => {
	const drawn = fc.array(fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789#%&*?'), {
		minLength: 13,
		maxLength: 20,
	})
	fc.assert(
		fc.property(drawn, drawn, (one, other) => {
			expect(isSimilarToCurrent(one.join(''), other.join(''))).toBe(false)
		}),
		{ numRuns: 500, seed: 17 },
	)
})

let remembered: RememberedPassword[]
const former = ['kettle-moon-piano-4', 'Blue7Kettle9Straw', '7301-8462-9551-8', 'Gr@vel sw1ms', 'ねこのやかんはあおい1']
beforeAll(async () => {
	remembered = await Promise.all([...former, 'older-than-five-umbrellas'].map(rememberPassword))
})

// Each against one, because every look costs an Argon2id.
test.each([
	[0, 'kettle-moon-piano-4', 'same_as_before'],
	[0, 'Kettle.Moon.Piano.77', 'too_similar'],
	[1, 'Blue8Kettle9Straw', 'too_similar'],
	[1, 'BlueKettleStraw', 'too_similar'],
	[1, 'Red-Kettle-Straw', null],
	[2, '7301-8462-9551-9', 'too_similar'],
	[2, '7301-8462-9551-7', 'too_similar'],
	[2, '8365-1190-2734-6', null],
	[3, 'gravel swims 2027', 'too_similar'],
	[4, 'ねこのやかんはあおい1'.normalize('NFD'), 'same_as_before'],
	[4, 'ネコノヤカンハアオイ999', 'too_similar'],
] as const)('with the hashes of former password %d alone, %s is judged %s', async (at, candidate, refusal) => {
	const found = await checkFormerPasswords(candidate, null, remembered.slice(at, at + 1))
	expect(found).toEqual(refusal ? [refusal] : [])
})

test('five former passwords are looked at, and none before them', async () => {
	expect(await checkFormerPasswords('older-than-five-umbrellas', null, remembered)).toEqual([])
	expect(await checkFormerPasswords('older-than-five-umbrellas', null, remembered.slice(1))).not.toEqual([])
})

test('what is remembered has hashes only, and no stem where it would give the password away', () => {
	for (const { hash, stemHash } of remembered) {
		for (const kept of [hash, stemHash ?? hash]) expect(kept).toMatch(/^\$argon2id\$v=19\$m=32768,t=3,p=1\$/)
	}
	expect(remembered.map(({ stemHash }) => stemHash === null)).toEqual([false, false, true, false, false, false])
})

test('distance and common run count as the textbook does', () => {
	expect(withinDistance('kitten', 'sitting', 3)).toBe(true)
	expect(withinDistance('kitten', 'sitting', 2)).toBe(false)
	expect(withinDistance('', 'abc', 3)).toBe(true)
	expect(longestCommonRun('kettle-moon', 'moon-kettle')).toBe(6)
	expect(longestCommonRun('abc', 'xyz')).toBe(0)
})
