import type { Moment } from '../measure/moment.ts'
import { type Chart, drawChart, type Series } from './draw-chart.ts'
import type { Report } from './report.ts'

/** The charts of a run, each as SVG: what happened over time, and who gave out. */
export function drawCharts({ moments, joins }: Report): string {
	const atS = moments.map((moment) => moment.atS)
	const shaded = saturatedSpans(moments)
	const over = (title: string, unit: string, series: Series[]): Chart => ({ title, unit, atS, series, shaded })
	const of = (name: string, read: (moment: Moment) => number | null | undefined): Series => ({
		name,
		values: moments.map((moment) => read(moment) ?? null),
	})
	const parts = [...new Set(moments.flatMap(({ servers }) => Object.keys(servers)))]
	const partName = (part: string) => (part === 'worker' ? 'mediasoup workers' : part)
	const charts = [
		over('Rooms and participants', '', [
			of('rooms', ({ rooms }) => rooms),
			of('participants', ({ participants }) => participants),
		]),
		over('Packets', 'a second', [
			of('sent', ({ sentPerS }) => sentPerS),
			of('forwarded and received', ({ receivedPerS }) => receivedPerS),
		]),
		over('One-way delay', 'ms', [
			of('p50', ({ delayMs }) => delayMs?.p50),
			of('p95', ({ delayMs }) => delayMs?.p95),
			of('p99', ({ delayMs }) => delayMs?.p99),
		]),
		over('Packets lost', '%', [of('lost', ({ lost, expected }) => (expected === 0 ? null : (lost / expected) * 100))]),
		over('CPU', 'cores', [
			...parts.map((part) => of(partName(part), ({ servers }) => servers[part]?.cpu)),
			of('generator, busiest process', ({ generator }) => generator.cpu),
			of('machine idle', ({ hostIdle }) => hostIdle),
		]),
		over(
			'Memory',
			'MB',
			parts.map((part) => of(partName(part), ({ servers }) => servers[part]?.memoryMb)),
		),
		over(
			'Open files and sockets',
			'',
			parts.map((part) => of(partName(part), ({ servers }) => servers[part]?.handles)),
		),
		over('Lateness of the generator', 'ms, p99', [of('late', ({ generator }) => generator.lateMs)]),
	]
	return [...charts, joinChart(joins)].map(drawChart).join('\n')
}

/** Joins in the order of their length: how many took how long. */
function joinChart(joins: Report['joins']): Chart {
	const sorted = (read: (join: Report['joins'][number]) => number | null) =>
		joins.flatMap((join) => read(join) ?? []).toSorted((a, b) => a - b)
	const series = [
		{ name: 'join answered', values: sorted(({ joinedMs }) => joinedMs) },
		{ name: 'ICE and DTLS up', values: sorted(({ connectedMs }) => connectedMs) },
		{ name: 'enter to first packet', values: sorted(({ firstMediaMs }) => firstMediaMs) },
	]
	const atS = joins.map((_, index) => index)
	return { title: 'Joins, from the fastest to the slowest', unit: 'ms', atS, isOrder: true, series }
}

function saturatedSpans(moments: readonly Moment[]): [number, number][] {
	return moments.flatMap((moment, index) => {
		const from = moments[index - 1]?.atS ?? 0
		return moment.saturated ? [[from, moment.atS] as [number, number]] : []
	})
}
