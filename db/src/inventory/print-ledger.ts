import { type ColumnEntry, dataClasses, type Inventory, retentions, type SealedBy } from './entry.ts'

/** The inventory as a document in Japanese, in markdown: 情報資産台帳. */
export function printLedger(inventory: Inventory): string {
	const columns = Object.values(inventory).flatMap((table) => Object.values(table.columns))
	const count = (of: keyof typeof dataClasses) => columns.filter((column) => column.class === of).length
	return [
		'# 情報資産台帳',
		'',
		'遠診のデータベースが扱うすべての項目と、その種別・利用目的・保存期間・暗号化。スキーマから自動で照合しており、',
		'ここにない項目があるとテストが失敗する。',
		'',
		`全 ${Object.keys(inventory).length} 表、${columns.length} 項目。うち暗号化 ${columns.filter((c) => c.sealedBy).length} 項目。`,
		'',
		'| 種別 | 項目数 |',
		'| --- | ---: |',
		...Object.entries(dataClasses).map(([key, name]) => `| ${name} | ${count(key as keyof typeof dataClasses)} |`),
		'',
		'暗号化は AES-256-GCM。鍵は個人・施設ごとにあり、データベースの外のマスター鍵で包む。',
		'',
		...Object.entries(inventory).flatMap(([name, table]) => [
			`## ${table.title} \`${name}\``,
			'',
			'| 項目 | 種別 | 利用目的 | 保存期間 | 暗号化の鍵 |',
			'| --- | --- | --- | --- | --- |',
			...Object.entries(table.columns).map(([column, entry]) =>
				row(column, entry, retentions[entry.retention ?? table.retention]),
			),
			'',
		]),
	].join('\n')
}

const row = (column: string, entry: ColumnEntry, retention: string) =>
	`| \`${column}\` | ${dataClasses[entry.class]} | ${entry.purpose} | ${retention} | ${keyOf(entry.sealedBy)} |`

function keyOf(sealedBy: SealedBy | undefined): string {
	if (!sealedBy) return '―'
	if (typeof sealedBy.kind === 'object') return '通知の対象の鍵(個人または施設)'
	return sealedBy.kind === 'person' ? '個人の鍵' : '施設の鍵'
}
