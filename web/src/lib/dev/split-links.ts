export type TextPart = { text: string; href: string | null }

const address = /https?:\/\/[^\s<>"'()（）「」、。]+/g

/** A text in pieces, with those that are addresses of pages told apart. */
export function splitLinks(text: string): TextPart[] {
	const parts: TextPart[] = []
	let end = 0
	for (const { 0: href, index } of text.matchAll(address)) {
		if (index > end) parts.push({ text: text.slice(end, index), href: null })
		parts.push({ text: href, href })
		end = index + href.length
	}
	if (end < text.length) parts.push({ text: text.slice(end), href: null })
	return parts
}
