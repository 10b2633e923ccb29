import { expect, test } from 'vitest'
import { notable } from './log-lines.ts'

test.each([
	['an information of a service', '{"level":30,"msg":"listening"}', null],
	['a warning', '{"level":40,"msg":"slow"}', 'warning: slow'],
	['a warning whose level is a word', '{"level":"warn","msg":"slow"}', 'warning: slow'],
	['an error with its cause', '{"level":50,"msg":"failed","err":{"message":"no disk"}}', 'error: failed no disk'],
	[
		'an error that repeats its cause',
		'{"level":"error","msg":"no disk","err":{"message":"no disk"}}',
		'error: no disk',
	],
	['plain output', 'Listening on http://127.0.0.1:3000', null],
	['something that only looks like JSON', '{oops', null],
])('%s is shown as it should be', (_, line, shown) => {
	expect(notable(line)).toBe(shown)
})
