import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvCell, csvLine } from './csv.ts'

test.each([
	['=1+1', "'=1+1"],
	['+81312345678', "'+81312345678"],
	['-1', "'-1"],
	['@SUM(A1)', "'@SUM(A1)"],
	['\t=1', "'\t=1"],
	['＝cmd', "'＝cmd"],
	['佐藤, 恵子', '"佐藤, 恵子"'],
	['「"」', '"「""」"'],
	['a\r\nb', '"a\r\nb"'],
	['', ''],
])('%j becomes %j', (text, cell) => {
	expect(csvCell(text)).toBe(cell)
})

test('whatever a cell holds, a line reads back to it, and no cell begins a formula', () => {
	const cells = fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 5 })
	fc.assert(
		fc.property(cells, (texts) => {
			const read = parse(csvLine(texts))
			expect(read).toHaveLength(texts.length)
			for (const [index, text] of read.entries()) {
				expect([texts[index], `'${texts[index]}`]).toContain(text)
				expect(text).not.toMatch(/^\s*[=+\-@]/)
			}
		}),
	)
})

/** RFC 4180, the other way. */
function parse(line: string): string[] {
	const cells: string[] = []
	for (let at = 0; at <= line.length - 2; ) {
		const quoted = /^"((?:[^"]|"")*)"(,|\r\n$)/.exec(line.slice(at))
		const plain = /^([^,"\r\n]*)(,|\r\n$)/.exec(line.slice(at))
		const [whole = '', text = ''] = quoted ?? plain ?? []
		if (whole === '') throw new Error(`not CSV: ${JSON.stringify(line.slice(at))}`)
		cells.push(quoted ? text.replaceAll('""', '"') : text)
		at += whole.length
	}
	return cells
}
