import type { Locale } from '@enshin/contracts/ids.ts'
import type { MailText } from '../outgoing.ts'

const signature: Record<Locale, string> = {
	ja: '--\nEnshin 遠診\nこのメールは自動でお送りしています。返信はできません。',
	en: '--\nEnshin 遠診\nThis mail was sent automatically and cannot be replied to.',
}

/** A mail from its paragraphs, with our signature; empty paragraphs are left out. */
export function letter(locale: Locale, subject: string, ...paragraphs: string[]): MailText {
	const clean = paragraphs.map(plain).filter((paragraph) => paragraph !== '')
	const prefix = locale === 'ja' ? '【遠診】' : 'Enshin: '
	return { subject: `${prefix}${subject}`, text: [...clean, signature[locale]].join('\n\n') }
}

/** What browsers send for a break in a text field is two characters; other control characters have no business here. */
function plain(words: string): string {
	return words
		.replace(/\r\n|[\r\u2028\u2029]/g, '\n')
		.replace(/[^\P{Cc}\n\t]/gu, '')
		.trim()
}

/** Somebody's words as a part of a line: without breaks, and no longer than a line can bear. */
export function oneLine(words: string, atMost = 80): string {
	const line = words.replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
	return line.length <= atMost ? line : `${line.slice(0, atMost - 1)}…`
}

/** Somebody's words as a paragraph of their own: set in, so that nobody takes them for ours. */
export function quoted(words: string): string {
	const lines = plain(words).slice(0, 4_000).split('\n')
	return lines.map((line) => `> ${line}`.trimEnd()).join('\n')
}

const formats: Record<Locale, Intl.DateTimeFormat> = {
	ja: new Intl.DateTimeFormat('ja-JP', { timeZone: 'Asia/Tokyo', dateStyle: 'long', timeStyle: 'short' }),
	en: new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Tokyo', dateStyle: 'long', timeStyle: 'short' }),
}

/** `2026年11月22日 20:30（日本時間）`, `22 November 2026 at 20:30 (Japan time)`. */
export function inTokyo(locale: Locale, at: Date): string {
	return `${formats[locale].format(at)}${locale === 'ja' ? '（日本時間）' : ' (Japan time)'}`
}
