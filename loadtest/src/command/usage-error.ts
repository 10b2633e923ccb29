/** What ops typed cannot be done; the message is a sentence for them, and no stack trace is printed. */
export class UsageError extends Error {
	override name = 'UsageError'
}
