import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { seconds } from '../bootstrap/step.ts'
import { root } from '../root.ts'
import { run } from '../run-command.ts'
import { type Counts, inWords, settle } from './counts.ts'

export interface Stage {
	name: string
	run: () => Promise<Counts>
}

interface Command {
	/** Arguments of `node`. */
	args: string[]
	cwd?: string
	/** A stage that hangs must not hang all of it: it is killed then, and has failed. */
	withinMs: number
	/** In which words it is told to leave colours out: there is no terminal at the other end, whatever a CI says. */
	colourless?: NodeJS.ProcessEnv
	/** Show the output as it comes, and not only that of a failure. */
	echo?: boolean
}

async function node(name: string, { args, cwd, withinMs, echo, colourless }: Command): Promise<boolean> {
	const env = { ...process.env, ...(colourless ?? { NO_COLOR: '1', FORCE_COLOR: undefined }) }
	const ran = await run(process.execPath, args, { cwd: join(root, cwd ?? '.'), env, withinMs, echo })
	if (ran.code === 0) return true
	if (!echo) console.log(ran.output.trimEnd())
	if (ran.timedOut) console.log(`✗ ${name}: not done within ${Math.round(withinMs / 1000)} s, killed`)
	else console.log(`✗ ${name}: ${ran.code === null ? 'ended by a signal' : `exit code ${ran.code}`}`)
	return false
}

/** A tool that is right or wrong as a whole. */
export async function check(name: string, command: Command): Promise<Counts> {
	const passed = await node(name, command)
	if (passed) console.log(`✓ ${name}`)
	return { passed: Number(passed), failed: Number(!passed), skipped: 0 }
}

/** A test runner that leaves a JSON report at `report` (below the root); without one, all of it counts as one failure. */
export async function suite<Report>(
	name: string,
	command: Command & { report: string; count: (report: Report) => Counts },
): Promise<Counts> {
	const file = join(root, command.report)
	rmSync(file, { force: true })
	const passed = await node(name, { ...command, echo: true })
	if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 }
	const counts = command.count(JSON.parse(readFileSync(file, 'utf8')))
	// The runner found something that is no test of its own, such as an error nobody awaited.
	return !passed && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

/** Runs a stage under its heading; whatever it throws is its failure, and the next one goes on. */
export async function runStage(stage: Stage): Promise<Counts> {
	const startedAt = performance.now()
	console.log(`\n── ${stage.name} ${'─'.repeat(Math.max(3, 76 - stage.name.length))}`)
	const counts = await stage.run().catch((error: unknown): Counts => {
		console.log(error instanceof Error ? error.stack : error)
		return { passed: 0, failed: 1, skipped: 0 }
	})
	const settled = settle(counts)
	if (counts.failed === 0 && settled.failed > 0) console.log('✗ no test ran')
	console.log(`   ${stage.name}: ${inWords(settled)} (${seconds(startedAt)})`)
	return settled
}
