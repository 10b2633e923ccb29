import type { Report } from './report.ts'

/** The end of a run for the terminal: the sentence, the figures, what went wrong. */
export function printTable({
	scenario,
	sentence,
	ok,
	figures,
	problems,
	browsers,
	generatorSaturated,
}: Report): string {
	const rows = [
		...figures,
		...browsers.flatMap((browser) => browser.figures.map((figure) => named(browser.name, figure))),
	]
	const width = Math.max(0, ...rows.map(({ name }) => name.length))
	const lines = rows.map((figure) => {
		const note = 'note' in figure && figure.note ? `  (${figure.note})` : ''
		return `  ${figure.name.padEnd(width)}  ${figure.value}${note}`
	})
	return [
		'',
		`${scenario}: ${sentence}`,
		'',
		...lines,
		...problems.map(({ what, count }) => `  ! ${count} × ${what}`),
		...(generatorSaturated
			? [`  ! The generator saturated: ${generatorSaturated}. Nothing here is the server's limit.`]
			: []),
		'',
		ok ? 'OK' : 'NOT OK',
	].join('\n')
}

const named = (browser: string, figure: { name: string; value: string }) => ({
	...figure,
	name: `${browser}: ${figure.name}`,
})
