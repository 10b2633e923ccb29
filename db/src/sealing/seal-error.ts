export type SealErrorCode = 'destroyed' | 'does_not_open' | 'unknown_version'

/**
 * Why a cell was not opened or sealed: its owner's keys were destroyed; it is not what was sealed for this owner, row and
 * column; or there is no such key, here or for the one who asks. Never carries key material or text.
 */
export class SealError extends Error {
	readonly code: SealErrorCode

	constructor(code: SealErrorCode, what: string) {
		super(`${what}: ${code}`)
		this.name = 'SealError'
		this.code = code
	}
}
