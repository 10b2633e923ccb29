/**
 * What the log lines of every service have in common: Japan's clock, and what is never written. The keys of a line say
 * what most values are; what is recognised by its own look (addresses, numbers, tokens) is taken out of texts as well,
 * for an error's message or an address may carry it. A person's name inside a sentence cannot be recognised: names are
 * logged under a key, or better not at all.
 */

const redacted = '[redacted]'

/** A moment as Japan's clocks show it, `2026-11-22T17:27:47.123+09:00`; no summer time since 1952 (tokyo.ts). */
export function tokyoStamp(epochMs: number): string {
	return new Date(epochMs + 9 * 3_600_000).toISOString().replace('Z', '+09:00')
}

/** One JSON line as a logger made it, without secrets and without people, to any depth. What is no JSON is read as text. */
export function redactLine(line: string): string {
	try {
		const end = line.endsWith('\n') ? '\n' : ''
		return JSON.stringify(redact('', JSON.parse(line))) + end
	} catch {
		return redactText(line)
	}
}

function redact(key: string, value: unknown): unknown {
	if (value === null || typeof value === 'boolean') return value
	if (isUnspeakable(key, value)) return redacted
	if (typeof value === 'string') return redactText(value)
	if (Array.isArray(value)) return value.map((item) => redact(key, item))
	if (typeof value !== 'object') return value
	return Object.fromEntries(Object.entries(value).map(([name, item]) => [redactText(name), redact(name, item)]))
}

/** Compared in lower case and without `_` and `-`. */
const secretKeys =
	/password|passphrase|secret|token|authorization|cookie|privatekey|masterkey|datakey|credentials?$|^(t?otp|pin|jwt)$|(sms|otp|onetime|recovery|backup|verification|confirmation|reset|login|signin|sign|mfa|factor|link)codes?$/
const personalKeys =
	/^(family|given|first|last|full|display|patient|person|people|practitioner|doctor|staff|pharmacist|recipient|guest|host|peer|user)?(name|kana)s?$|mails?$|mailaddress(es)?$|^(tele|mobile|home)?phone(number)?s?$|^(tel|telnumber|birthdate|birthday|dateofbirth)$|^(insurance|chart|patient)numbers?$/
/** What somebody wrote to somebody. */
const contentKeys = /^(body|html|text|subject|chat|notes?)$/

function isUnspeakable(key: string, value: unknown): boolean {
	const plain = key.toLowerCase().replaceAll(/[^a-z]/g, '')
	if ([secretKeys, personalKeys, contentKeys].some((keys) => keys.test(plain))) return true
	if (plain === 'code' || plain === 'codes') return !isErrorCode(value)
	// A reason such as `completed` is one of ours, a sentence is somebody's.
	return plain === 'reason' && typeof value === 'string' && !/^[a-z0-9_.-]{0,40}$/.test(value)
}

/** A Problem's code, Postgres's, Node's, WebSocket's or a process's; never one that somebody types in. */
function isErrorCode(value: unknown): boolean {
	if (Array.isArray(value)) return value.every(isErrorCode)
	return /^([a-z]+(_[a-z]+)*(\.[a-z]+(_[a-z]+)*)*|[0-9A-Z]{5}|E[A-Z_]+|ERR_[A-Z0-9_]+|\d{1,4})$/.test(String(value))
}

const patterns: [RegExp, string][] = [
	// A user and a password before a host.
	[/(?<=:\/\/)[^\s/@"']+@/g, `${redacted}@`],
	[/[^\s"'<>()[\]{},;:@\\/=?&]+(?:@|%40)[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}/gi, redacted],
	[/\b(Bearer|Basic)\s+[\w\-.~+/]+=*/gi, `$1 ${redacted}`],
	[/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, redacted],
	// What follows a question mark in an address may be a search for a name, or a code.
	[/\?(?=[^\s"'?]*=)[^\s"']*/g, `?${redacted}`],
	// Random text, as tokens and one-time links are: base64url, hexadecimal, and the Base32 of a TOTP secret.
	[/(?<![\w-])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?:(?=[\w-]*\d)[\w-]{22,}|[\w-]{40,})(?![\w-])/g, redacted],
	[/(?<![\w-])[0-9a-f]{32,}(?![\w-])/gi, redacted],
	[/(?<![\w-])(?=[A-Z]*[2-7])(?=[2-7]*[A-Z])[A-Z2-7]{16,}(?![\w-])/g, redacted],
	// Telephone numbers of Japan, with and without their dashes, and any in E.164.
	[/(?<![\w.+-])(?:\+81[- ]?\(?0?|\(?0)\d{1,4}[-() ]{1,2}\d{1,4}[-) ]\d{3,4}(?![\w-])/g, redacted],
	[/(?<![\w.+-])(?:\+\d{10,14}|0\d{9,10})(?![\w.-])/g, redacted],
]

function redactText(text: string): string {
	return patterns.reduce((rest, [pattern, instead]) => rest.replaceAll(pattern, instead), text)
}
