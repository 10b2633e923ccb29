import { createReadStream } from 'node:fs'

/** A file's lines as they were written: ended by a line feed and by nothing else, which readline does otherwise. */
export async function* readLines(file: string): AsyncIterable<string> {
	let rest = ''
	for await (const chunk of createReadStream(file, 'utf8')) {
		const lines = (rest + chunk).split('\n')
		rest = lines.pop() ?? ''
		yield* lines
	}
	if (rest !== '') yield rest
}
