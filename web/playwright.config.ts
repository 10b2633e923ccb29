import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import { chromiumArgs, findChromium } from './e2e/chromium.ts'

const reports = join(import.meta.dirname, 'test-results')

// The addresses come from e2e/global-setup.ts, which starts all of Enshin on free ports before the first test.
export default defineConfig({
	testDir: './e2e',
	testMatch: '**/*.e2e.ts',
	globalSetup: './e2e/global-setup.ts',
	outputDir: join(reports, 'artifacts'),
	// Media wants its share of a small machine: two calls at once would measure the machine, not Enshin.
	workers: 1,
	fullyParallel: false,
	forbidOnly: Boolean(process.env.CI),
	// A test that passes the second time has found something all the same.
	retries: 0,
	timeout: 60_000,
	expect: { timeout: 10_000 },
	reporter: [['list'], ['json', { outputFile: join(reports, 'report.json') }]],
	use: {
		baseURL: process.env.ENSHIN_E2E_WEB_URL,
		locale: 'ja-JP',
		timezoneId: 'Asia/Tokyo',
		permissions: ['camera', 'microphone'],
		screenshot: 'only-on-failure',
		trace: 'retain-on-failure',
		// A click that cannot be made fails as such, and not as a test that took too long.
		actionTimeout: 20_000,
		navigationTimeout: 30_000,
		launchOptions: { executablePath: findChromium(), args: chromiumArgs },
	},
})
