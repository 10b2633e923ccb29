import { expect, test } from 'vitest'
import { areasRead } from '../area-imports.ts'

test('a component brings the areas of texts it reads, each once, and nothing that only looks like one', () => {
	const code = 'const t = useMessages()\nt.call.title + t.accessLog.mine.link + t.call.leave + data.day + t.nothing'
	expect(areasRead(code)).toEqual(['call', 'accessLog'])
	expect(areasRead("const t = { call: 'x' }; t.call")).toEqual([])
})

test('a catalogue under another name stops the build: its texts would be missing in the browser', () => {
	expect(() => areasRead('const texts = useMessages()')).toThrow('to be called t')
	expect(() => areasRead('const { call } = useMessages()')).toThrow('to be called t')
})
