import type { Plugin } from 'vite'

/**
 * zod tries out whether it may make code of texts. In the browser it may not, and each try would be a violation of the
 * policy: it is told so before its first schema, in zod's own place for it. Within zod's own module, for which of our files
 * runs first is the bundler's to decide, and pages without a schema are spared all of zod.
 */
export function zodWithoutEval(): Plugin {
	return {
		name: 'zod-without-eval',
		applyToEnvironment: ({ name }) => name === 'client',
		transform(code, id) {
			if (!/\/zod\/v4\/core\/core[.]js$/.test(id)) return null
			return { code: `${code}\nglobalConfig.jitless = true\n`, map: null }
		},
	}
}
