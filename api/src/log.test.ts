import { randomBytes } from 'node:crypto'
import { DrizzleQueryError } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { createLog } from './log.ts'

const link = randomBytes(32).toString('base64url')

test('a line carries its level by name and a JST time, and no secret or person at any depth', () => {
	const lines: string[] = []
	const log = createLog('info', { write: (line) => lines.push(line) })
	const deep = {
		a: [{ b: { c: { d: { e: { authorization: 'S3CRET', name: '髙橋 花子', to: 'hanako@patient.example' } } } } }],
	}
	log.info({ token: 'S3CRET', body: { password: 'S3CRET' }, ...deep }, 'hello')
	log
		.child({ cookie: 'S3CRET' })
		.warn(new Error('no mail to hanako@patient.example, 090-1234-5678'), 'at /reset/%s', link)
	log.debug('not at this level')
	expect(lines).toHaveLength(2)
	for (const line of lines)
		for (const what of ['S3CRET', '髙橋', 'hanako', '1234', link]) expect(line).not.toContain(what)
	expect(JSON.parse(lines[0] ?? '')).toMatchObject({
		level: 'info',
		service: 'api',
		msg: 'hello',
		time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+09:00$/),
	})
})

test('a failed query is logged with its text, code and place, and without what it was asked with', () => {
	const lines: string[] = []
	const log = createLog('info', { write: (line) => lines.push(line) })
	const cause = Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (name)=(髙橋 花子) exists' })
	log.error({ err: new DrizzleQueryError('insert into people values ($1)', ['髙橋 花子'], cause) }, 'request failed')
	expect(lines[0]).not.toContain('髙橋')
	expect(JSON.parse(lines[0] ?? '').err).toMatchObject({
		message: 'failed query: insert into people values ($1)',
		stack: expect.arrayContaining([expect.stringContaining('log.test.ts')]),
		cause: { message: 'duplicate key', code: '23505' },
	})
})
