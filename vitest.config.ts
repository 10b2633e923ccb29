import { availableParallelism } from 'node:os'
import { configDefaults, defineConfig } from 'vitest/config'

export default defineConfig({
	test: {
		include: ['{contracts,db,sfu,signaling,api,web,loadtest}/{src,test}/**/*.test.ts', 'bin/**/*.test.ts'],
		exclude: [...configDefaults.exclude, 'bin/architecture/wrong/**'],
		// One real Postgres for the run: files that want a database take a copy of their own (db/src/testing.ts).
		globalSetup: ['db/src/testing/server.ts'],
		// One core less than there are is the default, and of two that is one: but files wait more than they compute.
		maxWorkers: Math.max(2, availableParallelism() - 1),
		testTimeout: 30_000,
		hookTimeout: 60_000,
	},
})
