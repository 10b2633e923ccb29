const blockBytes = 16
const mark = 0x80

/**
 * Text as UTF-8, with one mark and zeros up to the next 16 bytes (ISO/IEC 7816-4): GCM keeps lengths, and the length of
 * `male` and `female`, or of a name, would tell which it is.
 */
export function pad(text: string): Buffer {
	const length = Buffer.byteLength(text)
	const padded = Buffer.alloc((Math.floor(length / blockBytes) + 1) * blockBytes)
	padded.write(text)
	padded.writeUInt8(mark, length)
	return padded
}

/** What `pad` was given; only for content whose tag was checked. */
export function unpad(padded: Buffer): string {
	return padded.toString('utf8', 0, padded.lastIndexOf(mark))
}
