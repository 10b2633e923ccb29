export type DeviceWords = { browser: string | null; system: string | null }

/** The order matters: Edge says that it is Chrome, and Chrome that it is Safari. */
const browsers: [RegExp, string][] = [
	[/\bEdg(?:e|A|iOS)?\//, 'Edge'],
	[/\bOPR\/|\bOpera\b/, 'Opera'],
	[/\bSamsungBrowser\//, 'Samsung Internet'],
	[/\bYaBrowser\//, 'Yandex'],
	[/\bFirefox\/|\bFxiOS\//, 'Firefox'],
	[/\bLine\//, 'LINE'],
	[/\bChrom(?:e|ium)\/|\bCriOS\/|\bHeadlessChrome\//, 'Chrome'],
	[/\bVersion\/[\d.]+.*\bSafari\//, 'Safari'],
]
const systems: [RegExp, string][] = [
	[/\biPhone\b|\biPod\b/, 'iPhone'],
	[/\biPad\b/, 'iPad'],
	[/\bAndroid\b/, 'Android'],
	[/\bWindows\b/, 'Windows'],
	[/\bCrOS\b/, 'ChromeOS'],
	[/\bMacintosh\b|\bMac OS X\b/, 'Mac'],
	[/\bLinux\b|\bX11\b/, 'Linux'],
]

/** Our reading of what a browser calls itself: the words themselves are whatever a stranger wants somebody to read. */
export function deviceWords(userAgent: string | null): DeviceWords {
	const first = (list: [RegExp, string][]) => list.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1] ?? null
	return { browser: first(browsers), system: first(systems) }
}

/** `Chrome, Windows`; empty where nothing is known. */
export const deviceLine = ({ browser, system }: DeviceWords): string => [browser, system].filter(Boolean).join(', ')
