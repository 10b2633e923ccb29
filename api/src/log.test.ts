import { DrizzleQueryError } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { createLog, jst } from './log.ts'

test('times are written as Japan reads them, into the next day where it is', () => {
	expect(jst(new Date('2026-11-22T15:30:00.007Z'))).toBe('2026-11-23T00:30:00.007+09:00')
})

test('a line carries its level by name and a JST time, and no secret at any depth', () => {
	const lines: string[] = []
	const log = createLog('info', { write: (line) => lines.push(line) })
	log.info({ token: 'S3CRET', body: { password: 'S3CRET' }, a: { b: { authorization: 'S3CRET' } } }, 'hello')
	log.debug('not at this level')
	expect(lines).toHaveLength(1)
	expect(lines[0]).not.toContain('S3CRET')
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
