import { existsSync } from 'node:fs'
import { type Browser, chromium } from '@playwright/test'
import { build } from 'esbuild'
import type { Control } from './sfu.ts'

const executablePath = [process.env.ENSHIN_CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
	(path) => path && existsSync(path),
)

/** The system's Chromium, with a camera and a microphone of its own making. */
export function launchChromium(): Promise<Browser> {
	return chromium.launch({
		executablePath,
		args: [
			'--use-fake-device-for-media-stream',
			'--use-fake-ui-for-media-stream',
			'--allow-loopback-in-peer-connection',
			'--autoplay-policy=no-user-gesture-required',
			'--disable-dev-shm-usage',
			// A page behind another would otherwise be slowed down, and its video with it.
			'--disable-backgrounding-occluded-windows',
			'--disable-renderer-backgrounding',
			...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
		],
	})
}

/** A page in a room, whose requests go through the control socket given. */
export async function openPage(browser: Browser, control: Control, roomId: string, peerId: string) {
	const entryPoint = new URL('page.ts', import.meta.url).pathname
	const bundle = await build({
		entryPoints: [entryPoint],
		bundle: true,
		write: false,
		define: { global: 'globalThis' },
	})
	const page = await browser.newPage()
	// Cameras are for secure origins alone, and localhost is one though nothing listens there.
	await page.route('http://localhost/', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }))
	await page.exposeFunction('ask', (method: 'hello', data: Record<string, never>) => control.request(method, data))
	await page.goto('http://localhost/')
	await page.addScriptTag({ content: bundle.outputFiles[0]?.text })
	await page.evaluate(
		async ([roomId, peerId]) => {
			globalThis.peer = await enterRoom(roomId, peerId)
		},
		[roomId, peerId] as const,
	)
	return page
}
