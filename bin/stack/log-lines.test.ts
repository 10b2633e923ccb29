import { expect, test } from 'vitest'
import { notable } from './log-lines.ts'

test.each([
	['an information of a service', '{"level":30,"msg":"listening"}', 'stdout', null],
	['a warning', '{"level":40,"msg":"slow"}', 'stdout', 'warning: slow'],
	[
		'an error with its cause',
		'{"level":50,"msg":"failed","err":{"message":"no disk"}}',
		'stdout',
		'error: failed no disk',
	],
	[
		'an error that repeats its cause',
		'{"level":50,"msg":"no disk","err":{"message":"no disk"}}',
		'stdout',
		'error: no disk',
	],
	['plain output', 'Listening on http://127.0.0.1:3000', 'stdout', null],
	['a plain error', 'Error: nothing goes', 'stderr', 'Error: nothing goes'],
	['an empty line', ' ', 'stderr', null],
	['something that only looks like JSON', '{oops', 'stderr', '{oops'],
] as const)('%s is shown as it should be', (_, line, stream, shown) => {
	expect(notable(line, stream)).toBe(shown)
})
