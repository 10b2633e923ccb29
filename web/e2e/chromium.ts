import { existsSync } from 'node:fs'

const places = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** The system's Chromium, or the one `ENSHIN_CHROMIUM` names; a browser is never downloaded. */
export function findChromium(): string {
	const found = [process.env.ENSHIN_CHROMIUM, ...places].find((path) => path && existsSync(path))
	if (!found) throw new Error('No Chromium here: install it (Debian: apt-get install chromium) or set ENSHIN_CHROMIUM.')
	return found
}

/** A camera and a microphone that need no hardware and no click, and media over the loopback address. */
export const chromiumArgs = [
	'--use-fake-ui-for-media-stream',
	'--use-fake-device-for-media-stream',
	'--allow-loopback-in-peer-connection',
	'--autoplay-policy=no-user-gesture-required',
	'--disable-dev-shm-usage',
	// Windows behind one another would otherwise be slowed down, and their video with them.
	'--disable-backgrounding-occluded-windows',
	'--disable-renderer-backgrounding',
	...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
]
