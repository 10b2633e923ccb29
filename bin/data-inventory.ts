import { installDependencies } from './bootstrap/dependencies.ts'
import { root } from './root.ts'

// `pnpm data-inventory` prints the 情報資産台帳 in markdown; with --check it only says what is missing, and fails then.
await installDependencies(root, (text) => console.error(text))
const { findGaps } = await import('@enshin/db/inventory/find-gaps.ts')
const { inventory } = await import('@enshin/db/inventory/inventory.ts')
const { printLedger } = await import('@enshin/db/inventory/print-ledger.ts')
const { schemaColumns } = await import('@enshin/db/inventory/schema-columns.ts')

const schema = schemaColumns()
const gaps = findGaps(inventory, schema)
for (const gap of gaps) console.error(gap)
if (gaps.length > 0) process.exitCode = 1
if (!process.argv.includes('--check')) console.log(printLedger(inventory))
else if (gaps.length === 0)
	console.log(`情報資産台帳: ${schema.length} 項目すべてに種別・利用目的・保存期間があります。`)
