const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Whether a request may change something: its `Origin` is our own. Stricter than kit's check, which looks at form
 * content types only. `ownOrigin` is what people type into the address bar.
 */
export function mayChange(request: Request, ownOrigin: string): boolean {
	return safeMethods.has(request.method) || request.headers.get('origin') === ownOrigin
}
