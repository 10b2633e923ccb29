import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig } from 'vite'
import { areaImports } from './area-imports.ts'
import { oneHandler } from './one-handler.ts'
import { zodWithoutEval } from './zod-without-eval.ts'

export default defineConfig({
	plugins: [
		tailwindcss(),
		areaImports(),
		oneHandler(),
		zodWithoutEval(),
		sveltekit({
			adapter: adapter(),
			csp: {
				mode: 'nonce',
				// `connect-src` depends on where signaling runs, so src/lib/server/headers.ts adds it when the server answers.
				directives: {
					'default-src': ['none'],
					'script-src': ['self'],
					'style-src': ['self'],
					// The one style attribute that stands in kit's own markup: it hides the text it reads out on navigation.
					'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
					'img-src': ['self', 'data:', 'blob:'],
					'media-src': ['self', 'blob:'],
					'font-src': ['self'],
					'manifest-src': ['self'],
					'worker-src': ['self'],
					'form-action': ['self'],
					'base-uri': ['none'],
					'frame-ancestors': ['none'],
				},
			},
			// adapter-node cannot be told its origin when it starts and assumes https, which would refuse every form on
			// http://localhost. src/lib/server/same-origin.ts makes the same check, on all requests that change something.
			csrf: { trustedOrigins: ['*'] },
		}),
	],
	environments: {
		client: {
			build: {
				rolldownOptions: {
					output: {
						codeSplitting: {
							// What most pages share comes in one file: over a slow line a file costs a round trip, and there were forty.
							groups: [{ name: 'shared', minShareCount: 20 }],
						},
					},
				},
			},
		},
	},
})
