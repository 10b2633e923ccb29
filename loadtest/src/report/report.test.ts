import { expect, test } from 'vitest'
import type { Moment } from '../measure/moment.ts'
import { drawChart, niceTop } from './draw-chart.ts'
import { printTable } from './print-table.ts'
import { renderPage } from './render-page.ts'
import type { Report } from './report.ts'

const moment = (atS: number, saturated: string | null = null): Moment => ({
	atS,
	rooms: 2,
	participants: 4,
	sentPerS: 600,
	receivedPerS: 598,
	expected: 600,
	lost: 2,
	duplicated: 0,
	reordered: 0,
	delayMs: { p50: 0.1, p95: 0.4, p99: 0.9 },
	servers: { worker: { cpu: 0.2, memoryMb: 60, handles: 30 } },
	generator: { cpu: 0.3, lateMs: 2, memoryMb: 90, processes: 1 },
	hostIdle: 0.5,
	saturated,
})

const report: Report = {
	scenario: 'steady',
	command: 'pnpm loadtest steady <script>alert(1)</script>',
	startedAt: '2026-11-22T10:00:00+09:00',
	endedAt: '2026-11-22T10:01:00+09:00',
	target: 'http://127.0.0.1:3001',
	machine: { cpu: '2 × some' },
	sentence: '2 rooms held & more',
	ok: true,
	generatorSaturated: null,
	figures: [{ name: 'packets lost', value: '0.333 %', note: '2 of 600' }],
	problems: [{ what: 'stuck at join: <b>', count: 3 }],
	joins: [{ joinedMs: 10, connectedMs: 40, firstMediaMs: 60 }],
	browsers: [],
	moments: [moment(1), moment(2), moment(3)],
}

test('the page needs nothing beside it: no script, no address of elsewhere, and nothing typed becomes markup', () => {
	const page = renderPage(report)
	expect(page).not.toMatch(/<script|https?:\/\/(?!127\.0\.0\.1)|url\(|@import|<link|<img/)
	expect(page).toContain('&lt;script&gt;alert(1)')
	expect(page).toContain('3 × stuck at join: &lt;b&gt;')
	expect(page).toContain('2 rooms held &amp; more')
})

test('the page holds a chart for each measure, drawn from every moment', () => {
	const page = renderPage(report)
	for (const title of ['Packets', 'One-way delay', 'CPU', 'Memory', 'Packets lost'])
		expect(page).toContain(`aria-label="${title}"`)
	const points = /aria-label="Packets lost">.*?d="([^"]+)"/s.exec(page)?.[1] ?? ''
	expect(points.match(/[ML]/g)).toHaveLength(3)
})

test('what the generator spoiled is said in words and shaded', () => {
	const page = renderPage({ ...report, generatorSaturated: 'too busy', moments: [moment(1), moment(2, 'too busy')] })
	expect(page).toContain("nothing here is the server's limit")
	expect(page).toContain('class="shade"')
	expect(renderPage(report)).not.toContain('class="shade"')
	expect(printTable({ ...report, generatorSaturated: 'too busy' })).toContain("Nothing here is the server's limit")
})

test('a gap in the values is a gap in the line', () => {
	const svg = drawChart({ title: 't', unit: '', atS: [0, 1, 2, 3], series: [{ name: 'a', values: [1, null, 2, 3] }] })
	expect(/d="([^"]+)"/.exec(svg)?.[1]?.replace(/[^ML]/g, '')).toBe('MML')
})

test.each([
	[0, 1],
	[0.03, 0.05],
	[1, 1],
	[1.1, 2],
	[7, 10],
	[4200, 5000],
])('an axis for %d ends at %d', (highest, top) => {
	expect(niceTop(highest)).toBeCloseTo(top, 10)
})
