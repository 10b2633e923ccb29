/** Hyphens, dashes, minus signs and long vowels, which all look like what stands between two numbers. */
const dashes = /[‐‑‒–—―−ー]/gu

/** One form for all ways to type a number of ours or of a facility's: `Ｓ－０００１`, `s 0001` … : NFKC, lower case, no spaces. */
export function foldNumber(text: string): string {
	return text.normalize('NFKC').toLowerCase().replace(/\s+/gu, '').replace(dashes, '-')
}
