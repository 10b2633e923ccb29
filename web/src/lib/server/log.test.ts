import { afterEach, expect, it, vi } from 'vitest'
import { logError } from './log.ts'

afterEach(() => vi.restoreAllMocks())

it('writes one line in JST, with its causes, and no secret or person at any depth', () => {
	// What is written on the console is what is tested; nothing stands in for anything else.
	const lines: string[] = []
	vi.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(line))
	const cause = new Error('GET http://127.0.0.1:3001/invitations/Zk3-9aQx_71bTTuWq2LmNe?code=482913 failed')
	const error = new Error('no mail to hanako@patient.example', { cause })
	logError('page failed', { error, requestId: 'r', form: [{ fields: { password: 'S3CRET', name: '髙橋 花子' } }] })
	logError('page failed', { error: 'thrown: 090-1234-5678' })
	expect(lines).toHaveLength(2)
	for (const line of lines) {
		for (const what of ['hanako', 'Zk3', '482913', 'S3CRET', '髙橋', '1234']) expect(line).not.toContain(what)
		expect(JSON.parse(line)).toMatchObject({
			level: 'error',
			service: 'web',
			msg: 'page failed',
			time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+09:00$/),
		})
	}
	expect(JSON.parse(lines[0] ?? '')).toMatchObject({ requestId: 'r', err: { type: 'Error', cause: { type: 'Error' } } })
})
