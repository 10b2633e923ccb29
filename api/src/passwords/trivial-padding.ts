const rows = [
	'1234567890',
	'qwertyuiop',
	'asdfghjkl',
	'zxcvbnm',
	'abcdefghijklmnopqrstuvwxyz',
	'!@#$%^&*()',
	'!"#$%&\'()',
]

/**
 * Whether a piece of a password is of the kind that is added to please a rule: one character or two again and again, a
 * sequence up or down, a year or a day, with up to two signs about it.
 */
export function isTrivial(piece: string): boolean {
	const bare = piece.replace(/^[^\p{L}\p{N}]{1,2}/u, '').replace(/[^\p{L}\p{N}]{1,2}$/u, '')
	return [piece, bare].some((text) => text.length >= 3 && (isRepeated(text) || isInARow(text) || isYearOrDay(text)))
}

function isRepeated(text: string): boolean {
	return /^(.{1,3}?)\1+$/u.test(text)
}

function isInARow(text: string): boolean {
	const backwards = [...text].reverse().join('')
	return rows.some((row) => `${row}${row}`.includes(text) || `${row}${row}`.includes(backwards))
}

function isYearOrDay(text: string): boolean {
	const digits = text.replace(/[-/.年月日]/g, '')
	return /^(19|20)\d{2,6}$|^(\d\d)?(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/.test(digits)
}
