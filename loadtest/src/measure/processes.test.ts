import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ProcessWatch } from './processes.ts'

const hasProc = existsSync('/proc/self/stat')

test.runIf(hasProc)('a busy child of a watched process is seen with its CPU, and a dead one is left out', async () => {
	const script =
		"require('child_process').spawn(process.execPath,['-e','for(;;);'],{stdio:'inherit'});setInterval(()=>{},9e3)"
	const parent = spawn(process.execPath, ['-e', script], { detached: true, stdio: 'ignore' })
	const watch = new ProcessWatch(() => ({ busy: parent.pid, nobody: 2 ** 22 + 1 }))
	try {
		await expect.poll(() => watch.look().busy?.cpu ?? 0, { timeout: 15_000, interval: 500 }).toBeGreaterThan(0.2)
		const { busy, nobody } = watch.look()
		expect(busy?.memoryMb).toBeGreaterThan(20)
		expect(busy?.handles).toBeGreaterThan(3)
		expect(nobody).toBeUndefined()
	} finally {
		process.kill(-(parent.pid as number), 'SIGKILL')
	}
	await expect.poll(() => watch.look().busy, { timeout: 5000 }).toBeUndefined()
})
