import type { Plugin } from 'vite'

const empty = '\0left-out'
const leftOut: Record<string, RegExp> = {
	'Device.js': /^\.\/handlers\/(Chrome|Firefox|Safari|ReactNative)\d+$/,
	'index.js': /^\.\/(handlers\/FakeHandler|test\/fakeParameters)$/,
}

/**
 * mediasoup-client is CommonJS, of which nothing is left out by itself: a page that loads it loads the handlers of all
 * browsers, and one for its tests. We give it the one handler it needs (create-device.ts), and leave the others out of
 * what is built.
 */
export function oneHandler(): Plugin {
	return {
		name: 'one-handler',
		apply: 'build',
		enforce: 'pre',
		resolveId(id, importer) {
			const [, file = ''] = /\/mediasoup-client\/lib\/(\w+\.js)$/.exec(importer ?? '') ?? []
			return leftOut[file]?.test(id) ? empty : null
		},
		load: (id) => (id === empty ? 'export {}' : null),
	}
}
