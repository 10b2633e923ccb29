import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { findWorker } from '../bootstrap/worker-path.ts'
import { root } from '../root.ts'

/** What a figure is worth nothing without: the machine, the versions, and which mediasoup worker ran. */
export function describeMachine() {
	const [first] = cpus()
	return {
		cpu: `${cpus().length} × ${first?.model.trim() ?? 'unknown'}`,
		memoryGb: Math.round(totalmem() / 2 ** 30),
		kernel: release(),
		node: process.version,
		mediasoup: versionOf('sfu', 'mediasoup'),
		worker: describeWorker(),
	}
}

function versionOf(folder: string, name: string): string {
	const text = readFileSync(join(root, folder, 'package.json'), 'utf8')
	const { dependencies } = JSON.parse(text) as { dependencies: Record<string, string> }
	return dependencies[name] ?? 'unknown'
}

/** `ldd` tells which library encrypts: Debian's libsrtp2 goes through NSS, one of our own through OpenSSL. */
function describeWorker(): string {
	const worker = findWorker(root, process.env)
	if (!worker) return 'none'
	try {
		const libraries = execFileSync('ldd', [worker], { encoding: 'utf8' })
		if (libraries.includes('libnss3')) return "built here, Debian's libraries, SRTP through NSS"
		return libraries.includes('libssl') ? 'built here, SRTP through OpenSSL' : 'official, statically linked'
	} catch {
		return 'official, statically linked'
	}
}
