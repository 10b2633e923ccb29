/** The browsers whose settings lie in different places; help is written for each. */
export type BrowserName =
	| 'ios_safari'
	| 'ios_chrome'
	| 'android_chrome'
	| 'samsung'
	| 'mac_safari'
	| 'firefox'
	| 'chromium'
	/** A browser inside LINE, Yahoo! or another app, where devices often cannot be used at all. */
	| 'inside_app'

/** Which browser help must be written for. User agents lie about versions, hardly about this. */
export function browserOf(userAgent: string, maxTouchPoints = 0): BrowserName {
	// An iPad calls itself a Macintosh, but no Mac has a touch screen.
	const ios = /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1)
	if (/\bLine\/|YJApp|FBA[NV]\/|FB_IAB|Instagram|; wv\)/.test(userAgent)) return 'inside_app'
	if (ios) return /CriOS/.test(userAgent) ? 'ios_chrome' : 'ios_safari'
	if (/SamsungBrowser/.test(userAgent)) return 'samsung'
	if (/Firefox\//.test(userAgent)) return 'firefox'
	if (/Android/.test(userAgent)) return 'android_chrome'
	if (/Macintosh/.test(userAgent) && !/Chrome\//.test(userAgent)) return 'mac_safari'
	return 'chromium'
}
