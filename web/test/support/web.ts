import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../..', import.meta.url))
export const buildFolder = `${folder}build`
export const serviceSecret = 'a-service-secret-for-tests-of-32-or-more'

/** The real web server over the real build, as `npm start` runs it, on a free port. The caller stops it. */
export async function startWeb(env: NodeJS.ProcessEnv & { ORIGIN: string }) {
	if (!existsSync(`${buildFolder}/handler.js`)) throw new Error('The pages are not built yet: `npm start` builds them.')
	const child = spawn(process.execPath, ['server/main.ts'], {
		cwd: folder,
		env: {
			PATH: process.env.PATH,
			NODE_ENV: 'production',
			HOST: '127.0.0.1',
			PORT: '0',
			SHUTDOWN_TIMEOUT: '1',
			ENSHIN_API_URL: 'http://127.0.0.1:1',
			ENSHIN_SERVICE_SECRET: serviceSecret,
			...env,
		},
		stdio: ['ignore', 'pipe', 'inherit'],
	})
	const ended = once(child, 'exit')
	const [line] = (await Promise.race([
		once(child.stdout, 'data'),
		ended.then(() => Promise.reject(new Error('web ended'))),
	])) as [Buffer]
	const port = Number(/:(\d+),/.exec(String(line))?.[1])
	const { host } = new URL(env.ORIGIN)
	return {
		port,
		ask: (path: string, options: Asking = {}) => ask(port, path, { ...options, headers: { host, ...options.headers } }),
		raw: (text: string) => raw(port, text),
		stop: async () => {
			child.kill('SIGTERM')
			await ended
		},
	}
}

type Asking = { method?: string; headers?: Record<string, string | string[]>; body?: string }
export type Answer = { status: number; headers: IncomingHttpHeaders; text: string }

/** Unlike fetch it sends the Host, the Origin and the path that it is told to, and follows nothing. */
function ask(port: number, path: string, { method = 'GET', headers = {}, body }: Asking): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const sent = httpRequest({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
			let text = ''
			response.setEncoding('utf8')
			response.on('data', (part: string) => {
				text += part
			})
			response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
		})
		sent.on('error', reject)
		sent.end(body)
	})
}

/** Sends raw bytes, and says all that came back until the other side closed, and after how long. */
async function raw(port: number, text: string): Promise<{ said: string; ms: number }> {
	const startedAt = performance.now()
	const socket = connect(port, '127.0.0.1')
	socket.on('error', () => {})
	socket.write(text)
	let said = ''
	socket.setEncoding('utf8').on('data', (part: string) => {
		said += part
	})
	await once(socket, 'close')
	return { said, ms: performance.now() - startedAt }
}
