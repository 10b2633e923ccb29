import { expect, test } from 'vitest'
import { type Options, parseOptions } from './options.ts'

const parse = (...args: string[]) => parseOptions(args, {}) as Options

test('every scenario has help, and a run of its own without any option', () => {
	const { help } = parseOptions([], {}) as { help: string }
	for (const scenario of ['capacity', 'steady', 'storm', 'churn', 'soak', 'signaling', 'booking']) {
		expect(help).toContain(scenario)
		expect(parseOptions([scenario, '--help'], {})).toHaveProperty('help')
		expect(parse(scenario)).toMatchObject({ scenario, remote: null, out: null })
	}
})

test('options are read as numbers, and what was left out keeps its default', () => {
	expect(parse('steady', '--rooms', '3', '--minutes=0.5').numbers).toMatchObject({ rooms: 3, minutes: 0.5 })
	expect(parse('steady').numbers).toMatchObject({ rooms: 10, minutes: 2, 'room-size': 2 })
	expect(parse('steady', '--video', 'none').video).toBeNull()
})

test.each([
	[['stedy'], 'no scenario "stedy"'],
	[['steady', '--rooms', 'many'], '--rooms is a whole number from 1 to 5000'],
	[['steady', '--rooms', '2.5'], '--rooms is a whole number'],
	[['steady', '--rooms', '-1'], '--rooms'],
	[['steady', '--rooms='], '--rooms'],
	[['steady', '--sockets', '5'], '--sockets'],
	[['steady', '--video', 'h265'], '--video is vp9, vp8 or none'],
	[['steady', '--api', 'ftp://a.example', '--origin', 'https://a.example', '--consent', 'x'], '--api'],
	[['steady', '--api', 'https://a.example', '--consent', 'x'], '--origin'],
	[['steady', '--api', 'https://a.example', '--origin', 'https://a.example'], 'consent'],
])('%j is refused with a sentence that names it', (args, sentence) => {
	expect(() => parseOptions(args, {})).toThrow(sentence)
})

test('another stack takes its consent from the environment, too', () => {
	const args = ['steady', '--api', 'https://api.example/', '--origin', 'https://a.example/f/x']
	expect(parseOptions(args, { ENSHIN_LOAD_TEST_CONSENT: 'secret' })).toMatchObject({
		remote: { origin: 'https://a.example', consent: 'secret', isAllowed: false },
	})
})
