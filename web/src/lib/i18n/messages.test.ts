import { describe, expect, it } from 'vitest'
import { areas } from './index.ts'

type Text = { path: string; value: unknown }

function texts(node: unknown, path: string): Text[] {
	if (typeof node !== 'object' || node === null) return [{ path, value: node }]
	return Object.entries(node).flatMap(([key, child]) => texts(child, `${path}.${key}`))
}

/** A text with parameters is read with a sample in each place: a figure that is a string, too, prints in both. */
function read(value: unknown): unknown {
	return typeof value === 'function' ? value(...Array.from({ length: value.length }, () => '2')) : value
}

/** The one word that stands in the other language on purpose. */
const namesOfLanguages = ['common.otherLanguage', 'common.otherLanguageLabel']

describe.each(Object.entries(areas))('the texts of %s', (name, area) => {
	const [ja, en] = [texts(area.ja, name), texts(area.en, name)]

	it('exist in both languages under the same keys', () => {
		expect(en.map((text) => text.path).sort()).toEqual(ja.map((text) => text.path).sort())
	})

	it('are never empty', () => {
		for (const { path, value } of [...ja, ...en]) {
			const text = read(value)
			expect(text, path).toBeTypeOf('string')
			expect(String(text).trim(), path).not.toBe('')
		}
	})

	it('contain no Japanese in English, and nothing undefined', () => {
		for (const { path, value } of en) {
			if (!namesOfLanguages.includes(path)) {
				expect(read(value), path).not.toMatch(/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}、。「」]/u)
			}
			expect(read(value), path).not.toMatch(/undefined|NaN|\[object/)
		}
	})

	it('raise their voice nowhere', () => {
		for (const { path, value } of [...ja, ...en]) expect(read(value), path).not.toMatch(/[!！]/)
	})
})
