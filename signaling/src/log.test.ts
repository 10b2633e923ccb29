import { expect, test } from 'vitest'
import { createLog } from './log.ts'

test('a line carries a JST time, and no secret or person at any depth', () => {
	const lines: string[] = []
	const log = createLog('info', { node: 'signaling-1' }, { write: (line) => lines.push(line) })
	const claims = { token: 'S3CRET', name: '髙橋 花子', peer: { session: { secret: 'S3CRET' } } }
	log.info({ a: [{ b: { c: { d: claims } } }], authorization: 'S3CRET' }, 'joined as hanako@patient.example')
	log.error({ err: new Error('refused ws://node.example/?token=S3CRET, call 090-1234-5678') }, 'failed')
	expect(lines).toHaveLength(2)
	for (const line of lines) {
		for (const what of ['S3CRET', '髙橋', 'hanako', '1234']) expect(line).not.toContain(what)
		expect(JSON.parse(line)).toMatchObject({
			service: 'signaling',
			node: 'signaling-1',
			time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+09:00$/),
		})
	}
})
