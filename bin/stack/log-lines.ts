import { createWriteStream, existsSync, mkdirSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'

const warn = 40
const keptLines = 25

/** What a line of a service's output means to the person at the terminal, or null where the log file is enough. */
export function notable(line: string, stream: 'stdout' | 'stderr'): string | null {
	if (!line.startsWith('{')) return stream === 'stderr' && line.trim() !== '' ? line : null
	try {
		const entry: { level?: unknown; msg?: unknown; err?: { message?: unknown } } = JSON.parse(line)
		if (typeof entry.level !== 'number' || entry.level < warn) return null
		const cause = entry.err?.message
		return [entry.level > warn ? 'error:' : 'warning:', entry.msg, cause !== entry.msg && cause]
			.filter(Boolean)
			.join(' ')
	} catch {
		return stream === 'stderr' ? line : null
	}
}

export interface LogLines {
	write(chunk: string, stream: 'stdout' | 'stderr'): void
	/** The end of the output, for telling why a process died. */
	last(): string[]
	close(): void
}

/** Collects one service's output into `file` (the run before is kept beside it) and hands on the lines worth showing. */
export function logLines(file: string, onNotable: (line: string) => void): LogLines {
	mkdirSync(dirname(file), { recursive: true })
	if (existsSync(file)) renameSync(file, file.replace(/\.log$/, '.previous.log'))
	const sink = createWriteStream(file, { flags: 'a' })
	const rest = { stdout: '', stderr: '' }
	const kept: string[] = []
	return {
		write(chunk, stream) {
			sink.write(chunk)
			const lines = (rest[stream] + chunk).split('\n')
			rest[stream] = lines.pop() ?? ''
			for (const line of lines) {
				kept.push(line)
				if (kept.length > keptLines) kept.shift()
				const shown = notable(line, stream)
				if (shown) onNotable(shown)
			}
		},
		last: () => [...kept, rest.stdout, rest.stderr].filter((line) => line.trim() !== ''),
		close: () => sink.end(),
	}
}
