/** Ends a `switch` over a closed union: a forgotten case is a type error, a lying value an exception. */
export function assertUnreachable(value: never): never {
	throw new Error(`unreachable: ${JSON.stringify(value)}`)
}
