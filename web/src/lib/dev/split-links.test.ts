import { expect, test } from 'vitest'
import { splitLinks } from './split-links.ts'

test('addresses of pages become links, and nothing of the text is lost', () => {
	const text = '開いてください。\nhttp://localhost:3000/invitations/a_b-c?x=1\n(https://example.jp/)、おわり'
	const parts = splitLinks(text)
	expect(parts.map((part) => part.text).join('')).toBe(text)
	expect(parts.flatMap(({ href }) => href ?? [])).toEqual([
		'http://localhost:3000/invitations/a_b-c?x=1',
		'https://example.jp/',
	])
})

test.each(['javascript:alert(1)', 'data:text/html,x', 'ただの文'])('%s is no link', (text) => {
	expect(splitLinks(text)).toEqual([{ text, href: null }])
})

test('an empty text has no pieces', () => {
	expect(splitLinks('')).toEqual([])
})
