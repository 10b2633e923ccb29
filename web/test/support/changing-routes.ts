import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const routes = fileURLToPath(new URL('../../src/routes', import.meta.url))
const someId = '0195d0a0-0000-7000-8000-000000000001'

export type ChangingRoute = { method: string; path: string }

/** Every method and path of the web that may change something, read from its routes: form actions and endpoints. */
export function changingRoutes(): ChangingRoute[] {
	return readdirSync(routes, { recursive: true, encoding: 'utf8' }).flatMap((file) => {
		const path = pathOf(file)
		if (/\+page\.server\.(ts|js)$/.test(file)) {
			const actions = /export const actions\b[^=]*=\s*\{([\s\S]*)/.exec(readFileSync(`${routes}/${file}`, 'utf8'))?.[1]
			if (!actions) return []
			const names = [...actions.matchAll(/^\t(?:async )?(\w+)\b/gm)].map(([, name]) => name)
			return ['', ...names.filter((name) => name !== 'default').map((name) => `?/${name}`)].map((query) => ({
				method: 'POST',
				path: path + query,
			}))
		}
		if (!/\+server\.(ts|js)$/.test(file)) return []
		const exported = readFileSync(`${routes}/${file}`, 'utf8').matchAll(
			/export (?:const|(?:async )?function) (POST|PUT|PATCH|DELETE|fallback)\b/g,
		)
		return [...exported].map(([, method = '']) => ({ method: method === 'fallback' ? 'POST' : method, path }))
	})
}

/** `(facility)/day/[id]/+server.ts` is reached as `/day/<some id>`. */
function pathOf(file: string): string {
	const parts = file.split('/').slice(0, -1)
	return `/${parts
		.filter((part) => !/^\(.*\)$/.test(part))
		.map((part) => part.replace(/\[.*\]/, someId))
		.join('/')}`
}
