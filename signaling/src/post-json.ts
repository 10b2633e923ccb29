import http from 'node:http'
import https from 'node:https'

/**
 * Posts JSON and resolves with the answer's status. Over kept connections of the caller's own, and not with `fetch`, which
 * costs five times the CPU: with a thousand browsers coming back at once it was most of what this process did. Rejects
 * when there is no answer in time.
 */
export function createPoster(url: string, { connections, timeoutMs }: { connections: number; timeoutMs: number }) {
	const isTls = new URL(url).protocol === 'https:'
	const agent = new (isTls ? https : http).Agent({ keepAlive: true, maxSockets: connections })
	const open = isTls ? https.request : http.request

	function post(path: string, body: string, headers: Record<string, string>): Promise<number> {
		return new Promise((resolve, reject) => {
			const length = String(Buffer.byteLength(body))
			const request = open(new URL(path, url), {
				agent,
				method: 'POST',
				headers: { ...headers, 'content-type': 'application/json', 'content-length': length },
				signal: AbortSignal.timeout(timeoutMs),
			})
			request.on('error', reject).on('response', (response) => {
				// What it says is not read; but it must be taken, for the connection to be used again.
				response.on('error', reject).on('end', () => resolve(response.statusCode ?? 0))
				response.resume()
			})
			request.end(body)
		})
	}

	return { post, close: () => agent.destroy() }
}
