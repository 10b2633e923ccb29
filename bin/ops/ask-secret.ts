import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** From the environment, or typed at the terminal without being shown. Throws where there is neither. */
export async function askSecret(variable: string, question: string): Promise<string> {
	const given = process.env[variable]
	if (given) return given
	if (!process.stdin.isTTY) throw new Error(`${variable} must be set where nobody can be asked.`)
	process.stderr.write(question)
	const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
	const asking = createInterface({ input: process.stdin, output: nowhere, terminal: true })
	try {
		return await asking.question('')
	} finally {
		asking.close()
		process.stderr.write('\n')
	}
}
