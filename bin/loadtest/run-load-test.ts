import { join } from 'node:path'
import type { Options } from '../../loadtest/src/command/options.ts'
import { scenarios } from '../../loadtest/src/command/scenarios.ts'
import { startGenerator } from '../../loadtest/src/generator/start-generator.ts'
import { HostWatch } from '../../loadtest/src/measure/host.ts'
import type { Moment } from '../../loadtest/src/measure/moment.ts'
import { ProcessWatch } from '../../loadtest/src/measure/processes.ts'
import { inJapan } from '../../loadtest/src/report/in-japan.ts'
import { printTable } from '../../loadtest/src/report/print-table.ts'
import { progressLine } from '../../loadtest/src/report/progress-line.ts'
import type { Report } from '../../loadtest/src/report/report.ts'
import { writeReport } from '../../loadtest/src/report/write-report.ts'
import { runScenario } from '../../loadtest/src/scenarios/run-scenario.ts'
import type { Rider } from '../../web/bench/ride-along.ts'
import { describeMachine } from '../bench/describe-machine.ts'
import { root } from '../root.ts'
import { openStack } from './open-stack.ts'
import { pairsWanted } from './pairs-wanted.ts'
import { ridersOn } from './riders-on.ts'

/** A room that is not whole after this long is a stuck join. */
const joinWithinMs = 20_000

/** Runs a scenario from the first line on the terminal to the written report. Resolves with whether all was well. */
export async function runLoadTest(options: Options, command: string): Promise<boolean> {
	const say = (line: string) => console.log(line)
	const startedAt = new Date()
	const interrupted = new AbortController()
	// The first Ctrl-C ends the run early with a report; a second one, at once.
	process.once('SIGINT', () => interrupted.abort())
	const stack = await openStack(options, pairsWanted(options), say)
	const { media } = scenarios[options.scenario]
	// A local stack that sends its participants elsewhere is no local stack.
	const guard = options.remote ?? { isAllowed: false, consent: null }
	const generator = await startGenerator({ processes: media ? options.generators : 0, guard })
	let riders: Rider | null = null
	try {
		if (options.riders > 0) riders = await ridersOn(stack.target, say)
		say(`${options.scenario}: ${scenarios[options.scenario].summary}`)
		const moments: Moment[] = []
		const outcome = await runScenario(
			options,
			{
				target: stack.target,
				generator,
				processes: new ProcessWatch(stack.pids),
				host: new HostWatch(),
				say,
				onMoment: (moment) => {
					moments.push(moment)
					say(progressLine(moment))
				},
				signal: interrupted.signal,
				startedAtMs: performance.now(),
				media: { video: options.video, audio: true },
				joinWithinMs,
			},
			stack.signalingMetricsUrl,
		)
		const report: Report = {
			...outcome,
			scenario: options.scenario,
			command,
			startedAt: inJapan(startedAt),
			endedAt: inJapan(new Date()),
			target: `${stack.target.apiUrl}${stack.isOwn ? ', started for this run' : ''}`,
			machine: describeMachine(),
			browsers: (await riders?.figures()) ?? [],
			moments,
		}
		const folder = options.out ?? join(root, 'test-results', 'loadtest', nameOf(report))
		say(printTable(report))
		say(`Report: ${writeReport(report, folder)}`)
		return report.ok
	} finally {
		await riders?.close()
		await generator.stop()
		await stack.close()
	}
}

const nameOf = ({ startedAt, scenario }: Report) => `${startedAt.slice(0, 19).replaceAll(':', '-')}-${scenario}`
