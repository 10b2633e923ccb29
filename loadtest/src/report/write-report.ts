import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderPage } from './render-page.ts'
import type { Report } from './report.ts'

/** Writes `report.json` and `report.html`, and returns where the page lies. */
export function writeReport(report: Report, folder: string): string {
	mkdirSync(folder, { recursive: true })
	writeFileSync(join(folder, 'report.json'), `${JSON.stringify(report, null, '\t')}\n`)
	const page = join(folder, 'report.html')
	writeFileSync(page, renderPage(report))
	return page
}
