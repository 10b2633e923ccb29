import { drawCharts } from './charts.ts'
import { escapeHtml } from './escape-html.ts'
import { pageStyle } from './page-style.ts'
import type { Report } from './report.ts'

/** The report as one page that needs nothing beside it: no script, no font, no picture from elsewhere. */
export function renderPage(report: Report): string {
	const { scenario, sentence, ok, command, startedAt, endedAt, target, machine, generatorSaturated } = report
	const about = { command, target, from: startedAt, to: endedAt, ...machine }
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(scenario)} ${escapeHtml(startedAt)} — Enshin load test</title>
<style>${pageStyle}</style>
</head>
<body>
<header>
<p class="product">Enshin 遠診 · load test</p>
<h1>${escapeHtml(scenario)}</h1>
<p class="verdict ${ok ? 'ok' : 'not-ok'}"><strong>${ok ? 'OK' : 'Not OK'}</strong> ${escapeHtml(sentence)}</p>
${generatorSaturated ? `<p class="warning">The load generator was the limit (${escapeHtml(generatorSaturated)}): nothing here is the server's limit. The times are shaded in the charts.</p>` : ''}
</header>
<main>
<section><h2>Figures</h2>${table(report.figures)}${problems(report)}</section>
${browsers(report)}
<section class="charts"><h2>Over time</h2>${drawCharts(report)}</section>
<section><h2>How it was measured</h2>${table(Object.entries(about).map(([name, value]) => ({ name, value: String(value) })))}
<p>Loss, order and delay are counted from sequence numbers and send times inside the packets, which are encrypted and sent as a browser sends them. The generator's own load stands beside everything, for it shares the machine.</p></section>
</main>
</body>
</html>
`
}

function table(rows: { name: string; value: string; note?: string }[]): string {
	const lines = rows.map(
		({ name, value, note }) =>
			`<tr><th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(value)}${note ? `<small>${escapeHtml(note)}</small>` : ''}</td></tr>`,
	)
	return `<table>${lines.join('\n')}</table>`
}

function problems({ problems }: Report): string {
	if (problems.length === 0) return ''
	const lines = problems.map(({ what, count }) => `<li>${count} × ${escapeHtml(what)}</li>`)
	return `<h3>What went wrong</h3><ul class="problems">${lines.join('')}</ul>`
}

function browsers({ browsers }: Report): string {
	if (browsers.length === 0) return ''
	const each = browsers.map(({ name, figures }) => `<h3>${escapeHtml(name)}</h3>${table(figures)}`)
	return `<section><h2>Real browsers in the same run</h2>${each.join('\n')}</section>`
}
