import type { KeptResult } from './record.ts'
import { summarize } from './summarize.ts'

/** The tables of `docs/performance.md`: one line for each measure, then every raw number. */
export function renderResults(results: readonly KeptResult[]): string {
	const sorted = results.toSorted((a, b) => a.name.localeCompare(b.name))
	const rows = sorted.map(
		({ name, measure, against, goal, value, unit, met, at }) =>
			`| ${measure} | ${against} | ${goal} | **${amount(value, unit)}** | ${met ? 'yes' : 'no'} | \`pnpm bench ${commandOf(name)}\` | ${at.slice(0, 10)} |`,
	)
	const head =
		'| measure | against | goal | measured | met | command | date |\n| --- | --- | --- | --- | --- | --- | --- |'
	return `${head}\n${rows.join('\n')}\n\n### Raw numbers\n\n${sorted.map(renderRaw).join('\n')}`
}

function renderRaw({ name, measure, raw, notes, machine, at }: KeptResult): string {
	const sides = Object.entries(raw).map(([side, values]) => {
		const { median, low, high } = summarize(values)
		const spread = values.length > 1 ? `median ${short(median)}, middle half ${short(low)} to ${short(high)}: ` : ''
		return `- ${side}: ${spread}${values.map(short).join(' ')}`
	})
	const where = `${machine.cpu}, Linux ${machine.kernel}, Node ${machine.node}, mediasoup ${machine.mediasoup}, worker: ${machine.worker}`
	return `#### ${name}: ${measure}\n\n${at.slice(0, 16).replace('T', ' ')} UTC, ${where}.\n\n${[...sides, ...notes.map((note) => `- ${note}`)].join('\n')}\n`
}

/** `cpu.janus-2` is one of several results of `pnpm bench cpu`. */
const commandOf = (name: string) => name.split('.')[0] ?? name

const amount = (value: number, unit: string) => (unit === 'ratio' ? value.toFixed(2) : `${short(value)} ${unit}`)
const short = (value: number) => String(Number(value.toPrecision(4)))
