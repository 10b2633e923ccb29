import {
	appendFileSync,
	closeSync,
	existsSync,
	fstatSync,
	mkdirSync,
	openSync,
	readFileSync,
	readSync,
	renameSync,
} from 'node:fs'
import { dirname } from 'node:path'

const keptLines = 25
const followMs = 250
const names: Record<string, string> = {
	40: 'warning',
	50: 'error',
	60: 'error',
	warn: 'warning',
	error: 'error',
	fatal: 'error',
}

/** What a line of a service's log means to the person at the terminal, or null where the file is enough. */
export function notable(line: string): string | null {
	if (!line.startsWith('{')) return null
	try {
		const { level, msg, err }: { level?: unknown; msg?: unknown; err?: { message?: unknown } } = JSON.parse(line)
		const name = names[String(level)]
		if (!name) return null
		return [`${name}:`, msg, err?.message !== msg && err?.message].filter(Boolean).join(' ')
	} catch {
		return null
	}
}

export interface LogLines {
	/** For the service's stdout. */
	fd: number
	/** For its stderr: these lines are kept, and always worth showing. */
	error(chunk: string): void
	/** The end of the output, for telling why a process died. */
	last(): string[]
	close(): void
}

/**
 * The log file of one service (the run before is kept beside it), and whatever in it is worth showing. The service writes
 * to the file itself, and we read it: through a pipe, a launcher that was killed would leave the service at a broken one,
 * where pino's last words before its exit are tried again for ever (sonic-boom, `flushSync`).
 */
export function logLines(file: string, onNotable: (line: string) => void): LogLines {
	mkdirSync(dirname(file), { recursive: true })
	if (existsSync(file)) renameSync(file, file.replace(/\.log$/, '.previous.log'))
	const fd = openSync(file, 'a+')
	const show = (line: string | null) => line && onNotable(line)
	let position = 0
	let rest = ''
	const follow = () => {
		const size = fstatSync(fd).size
		if (size <= position) return
		const bytes = Buffer.alloc(size - position)
		position += readSync(fd, bytes, 0, bytes.length, position)
		const lines = (rest + bytes).split('\n')
		rest = lines.pop() ?? ''
		for (const line of lines) show(notable(line))
	}
	const timer = setInterval(follow, followMs).unref()
	return {
		fd,
		error(chunk) {
			appendFileSync(fd, chunk)
			for (const line of chunk.split('\n')) if (line.trim() !== '' && !line.startsWith('{')) show(line)
		},
		last() {
			const lines = readFileSync(file, 'utf8').split('\n')
			return lines.filter((line) => line.trim() !== '').slice(-keptLines)
		},
		close() {
			clearInterval(timer)
			follow()
			closeSync(fd)
		},
	}
}
