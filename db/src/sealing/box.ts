import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto'

const nonceBytes = 12
const tagBytes = 16
const options = { authTagLength: tagBytes }

/**
 * AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce: `head ‖ nonce ‖ ciphertext ‖ tag`. The head is the caller's,
 * and is covered by `binding` where it matters. One key may close 2^32 boxes; ours close a person's or a clinic's cells.
 */
export function closeBox(key: KeyObject, head: Buffer, binding: string, content: Buffer): Buffer {
	const nonce = randomBytes(nonceBytes)
	const cipher = createCipheriv('aes-256-gcm', key, nonce, options)
	cipher.setAAD(Buffer.from(binding))
	return Buffer.concat([head, nonce, cipher.update(content), cipher.final(), cipher.getAuthTag()])
}

/** The content, or nothing: when the key, the binding or a single bit is another. */
export function openBox(key: KeyObject, headBytes: number, binding: string, box: Buffer): Buffer | undefined {
	if (box.length < headBytes + nonceBytes + tagBytes) return undefined
	const content = headBytes + nonceBytes
	const tag = box.length - tagBytes
	const cipher = createDecipheriv('aes-256-gcm', key, box.subarray(headBytes, content), options)
	cipher.setAAD(Buffer.from(binding))
	cipher.setAuthTag(box.subarray(tag))
	const opened = cipher.update(box.subarray(content, tag))
	try {
		// GCM is a stream: `final` gives no more bytes, it only checks the tag.
		cipher.final()
	} catch {
		return undefined
	}
	return opened
}
