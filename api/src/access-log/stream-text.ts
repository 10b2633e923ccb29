import type { Logger } from 'pino'

/**
 * Texts as a body, made as fast as they are read. Should making fail in the middle, the connection is cut: half a file
 * must not look like a whole one.
 */
export function streamText(texts: AsyncIterable<string>, log: Logger): ReadableStream<Uint8Array> {
	const iterator = texts[Symbol.asyncIterator]()
	const encoder = new TextEncoder()
	return new ReadableStream({
		async pull(controller) {
			try {
				const { done, value } = await iterator.next()
				if (done) controller.close()
				else controller.enqueue(encoder.encode(value))
			} catch (err) {
				log.error({ err }, 'an export broke off')
				controller.error(err)
			}
		},
		async cancel() {
			await iterator.return?.()
		},
	})
}
