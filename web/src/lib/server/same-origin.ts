const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Whether a request may change something: it comes from one of our own pages. Stricter than kit's check, which looks at
 * form content types only. `ownOrigin` is what people type into the address bar.
 *
 * A form sent without JavaScript from a page with `Referrer-Policy: no-referrer` has `Origin: null` (Fetch, 3.2); then
 * the browser's own word counts, which no page can write: `Sec-Fetch-Site` (Fetch Metadata, 2.3).
 */
export function mayChange({ method, headers }: Request, ownOrigin: string): boolean {
	if (safeMethods.has(method)) return true
	const origin = headers.get('origin')
	return origin === ownOrigin || (origin === 'null' && headers.get('sec-fetch-site') === 'same-origin')
}
