/**
 * One letter for all that are written for it: `p@ssw0rd` and `passw0rd` become the same. l and i are one (both are
 * written 1 and !). Each character becomes one character, so that places in the text stay what they were.
 */
export function unleet(folded: string): string {
	return folded.replace(/[0-9l@$!|+(€]/g, (sign) => letters[sign] ?? sign)
}

const letters: Record<string, string> = {
	'0': 'o',
	'1': 'i',
	'2': 'z',
	'3': 'e',
	'4': 'a',
	'5': 's',
	'6': 'g',
	'7': 't',
	'8': 'b',
	'9': 'g',
	l: 'i',
	'@': 'a',
	$: 's',
	'!': 'i',
	'|': 'i',
	'+': 't',
	'(': 'c',
	'€': 'e',
}

export function reverse(text: string): string {
	return [...text].reverse().join('')
}
