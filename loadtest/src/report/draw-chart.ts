import { escapeHtml } from './escape-html.ts'

export interface Series {
	name: string
	/** One for each moment; null leaves a gap. */
	values: (number | null)[]
}

export interface Chart {
	title: string
	unit: string
	/** Seconds since the run began, one for each value; or just their order, where `isOrder`. */
	atS: number[]
	isOrder?: boolean
	series: Series[]
	/** Spans of seconds in which the generator was the limit: shaded. */
	shaded?: [number, number][]
}

const size = { width: 640, height: 200, left: 56, right: 12, top: 10, bottom: 26 }
/** Told apart by their dashes as well, for paper in black and white. */
const dashes = ['', '7 3', '2 3', '9 3 2 3', '1 4', '12 4', '5 2 1 2 1 2', '3 6']

/** A line chart as SVG text, without a script: it prints as it looks. Empty where there is nothing to draw. */
export function drawChart({ title, unit, atS, isOrder, series, shaded = [] }: Chart): string {
	const drawn = series.filter(({ values }) => values.some((value) => value !== null && Number.isFinite(value)))
	if (drawn.length === 0 || atS.length < 2) return ''
	const lastS = atS.at(-1) ?? 1
	const top = niceTop(
		Math.max(
			...drawn.flatMap(({ values }) => values.filter((value) => value !== null && Number.isFinite(value)) as number[]),
		),
	)
	const x = (s: number) => size.left + (s / lastS) * (size.width - size.left - size.right)
	const y = (value: number) => size.height - size.bottom - (value / top) * (size.height - size.top - size.bottom)
	const grid = [0, 0.25, 0.5, 0.75, 1].map((share) => {
		const value = share * top
		return `<line class="grid" x1="${size.left}" x2="${size.width - size.right}" y1="${y(value).toFixed(1)}" y2="${y(value).toFixed(1)}"/><text class="tick" x="${size.left - 6}" y="${(y(value) + 4).toFixed(1)}" text-anchor="end">${label(value)}</text>`
	})
	const times = [0, 0.5, 1].map(
		(share) =>
			`<text class="tick" x="${x(share * lastS).toFixed(1)}" y="${size.height - 8}" text-anchor="${share === 0 ? 'start' : share === 1 ? 'end' : 'middle'}">${isOrder ? Math.round(share * lastS) + 1 : clock(share * lastS)}</text>`,
	)
	const shades = shaded.map(
		([from, to]) =>
			`<rect class="shade" x="${x(from).toFixed(1)}" y="${size.top}" width="${Math.max(2, x(to) - x(from)).toFixed(1)}" height="${size.height - size.top - size.bottom}"/>`,
	)
	const lines = drawn.map(
		({ values }, index) =>
			`<path class="line line-${index % dashes.length}" stroke-dasharray="${dashes[index % dashes.length]}" d="${pathOf(values, atS, x, y)}"/>`,
	)
	const legend = drawn.map(
		({ name }, index) =>
			`<li><svg width="34" height="10" aria-hidden="true"><path class="line line-${index % dashes.length}" stroke-dasharray="${dashes[index % dashes.length]}" d="M1 5H33"/></svg> ${escapeHtml(name)}</li>`,
	)
	return `<figure><figcaption>${escapeHtml(title)} <span>${escapeHtml(unit)}</span></figcaption><svg class="chart" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escapeHtml(title)}">${shades.join('')}${grid.join('')}${times.join('')}${lines.join('')}</svg><ul class="legend">${legend.join('')}</ul></figure>`
}

function pathOf(values: (number | null)[], atS: number[], x: (s: number) => number, y: (value: number) => number) {
	let isDown = false
	return values
		.map((value, index) => {
			if (value === null || !Number.isFinite(value)) {
				isDown = false
				return ''
			}
			const point = `${isDown ? 'L' : 'M'}${x(atS[index] ?? 0).toFixed(1)} ${y(value).toFixed(1)}`
			isDown = true
			return point
		})
		.join('')
}

/** 1, 2 or 5 times a power of ten, not below the highest value. */
export function niceTop(highest: number): number {
	if (!(highest > 0)) return 1
	const power = 10 ** Math.floor(Math.log10(highest))
	return ([1, 2, 5, 10].find((step) => step * power >= highest * 0.999) ?? 10) * power
}

const label = (value: number) => (value >= 1000 ? `${+(value / 1000).toPrecision(3)}k` : String(+value.toPrecision(3)))
const clock = (s: number) => `${Math.floor(s / 60)}:${String(Math.floor(s % 60)).padStart(2, '0')}`
