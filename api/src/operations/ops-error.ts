/** What an operator did wrong, or may not do, in a sentence for them. */
export class OpsError extends Error {
	override readonly name = 'OpsError'
}
