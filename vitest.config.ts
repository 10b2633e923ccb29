import { configDefaults, defineConfig } from 'vitest/config'

export default defineConfig({
	test: {
		include: ['{contracts,db,sfu,signaling,api,web}/{src,test}/**/*.test.ts', 'bin/**/*.test.ts'],
		exclude: [...configDefaults.exclude, 'bin/architecture/wrong/**'],
		testTimeout: 30_000,
		hookTimeout: 60_000,
	},
})
