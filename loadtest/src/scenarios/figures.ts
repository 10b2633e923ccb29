import type { Moment } from '../measure/moment.ts'
import { lossOf } from '../measure/moment.ts'
import type { Usage } from '../measure/processes.ts'
import type { Figure, JoinTimes } from './outcome.ts'

export const percent = (share: number, digits = 0) => `${(share * 100).toFixed(digits)} %`
export const ms = (value: number) => `${value.toFixed(value < 10 ? 2 : 0)} ms`
const whole = (value: number) => Math.round(value).toLocaleString('en')

export function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b)
	const middle = (sorted.length - 1) / 2
	return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2
}

/** Nearest rank; NaN of nothing. */
export function quantile(values: readonly number[], share: number): number {
	const sorted = values.toSorted((a, b) => a - b)
	return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

/** What media did over these moments. */
export function mediaFigures(moments: readonly Moment[]): Figure[] {
	const heard = moments.flatMap(({ delayMs }) => delayMs ?? [])
	const sum = (key: 'duplicated' | 'reordered' | 'lost' | 'expected') =>
		moments.reduce((all, moment) => all + moment[key], 0)
	const middle = (key: 'p50' | 'p95' | 'p99') => ms(median(heard.map((delay) => delay[key])))
	return [
		{ name: 'packets forwarded a second', value: whole(median(moments.map(({ receivedPerS }) => receivedPerS))) },
		{
			name: 'packets lost',
			value: percent(lossOf(moments), 3),
			note: `${whole(sum('lost'))} of ${whole(sum('expected'))}, by the numbers inside the packets`,
		},
		{ name: 'duplicated, reordered', value: `${whole(sum('duplicated'))}, ${whole(sum('reordered'))}` },
		{ name: 'one-way delay p50, p95, p99', value: `${middle('p50')}, ${middle('p95')}, ${middle('p99')}` },
	]
}

/** CPU and memory of each part, and of the generator beside them. */
export function machineFigures(moments: readonly Moment[]): Figure[] {
	const parts = [...new Set(moments.flatMap(({ servers }) => Object.keys(servers)))]
	const of = (part: string, key: keyof Usage) => median(moments.flatMap(({ servers }) => servers[part]?.[key] ?? []))
	const servers = parts.map((part) => ({
		name: part === 'worker' ? 'mediasoup workers' : part,
		value: `${percent(of(part, 'cpu'), 1)} of a core, ${whole(of(part, 'memoryMb'))} MB`,
	}))
	const cpu = median(moments.map(({ generator }) => generator.cpu))
	const lateMs = median(moments.map(({ generator }) => generator.lateMs))
	const idle = moments.flatMap(({ hostIdle }) => hostIdle ?? [])
	return [
		...servers,
		{ name: 'generator, busiest process', value: `${percent(cpu, 1)} of a core, ticks up to ${ms(lateMs)} late` },
		...(idle.length > 0 ? [{ name: 'machine idle', value: percent(median(idle)) }] : []),
	]
}

export function joinFigures(joins: readonly JoinTimes[], name = 'join'): Figure[] {
	if (joins.length === 0) return []
	const line = (values: number[]) => [0.5, 0.95, 1].map((share) => ms(quantile(values, share))).join(', ')
	const media = joins.flatMap(({ firstMediaMs }) => firstMediaMs ?? [])
	return [
		{ name: `${name} answered p50, p95, slowest`, value: line(joins.map(({ joinedMs }) => joinedMs)) },
		{ name: `${name}: ICE and DTLS up`, value: line(joins.map(({ connectedMs }) => connectedMs)) },
		...(media.length > 0 ? [{ name: `${name}: enter to first packet`, value: line(media) }] : []),
	]
}

/** Why the generator was the limit in most of these moments, or null. */
export function saturatedIn(moments: readonly Moment[]): string | null {
	const bad = moments.flatMap(({ saturated }) => saturated ?? [])
	return bad.length * 2 > moments.length ? (bad.at(-1) ?? null) : null
}
