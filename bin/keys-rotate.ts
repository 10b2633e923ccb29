import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Owner } from '@enshin/db/sealing/place.ts'
import { parseOwner, type RotationTask, rotateKeys } from '@enshin/db/sealing/rotate-keys.ts'
import { root } from './root.ts'
import { readStackFile } from './stack/stack-file.ts'

const usage = `pnpm keys:rotate                      a new version of the master key; all data keys are wrapped by it
pnpm keys:rotate --retire             old versions of the master key go for good
pnpm keys:rotate --data all           new data keys for all, and every cell sealed anew
pnpm keys:rotate --data facility:ID   the same for one; also person:ID, and several
  --settle SECONDS                    longer than any request lives; 60

Enshin may run meanwhile. Of the stack in ENSHIN_DATA_DIR, unless DATABASE_URL and ENSHIN_MASTER_KEY_FILE say otherwise.`

function stop(sentence: string): never {
	console.error(`${sentence}\n\n${usage}`)
	process.exit(1)
}

function taskOf({ retire, data }: { retire?: boolean; data?: string[] }): RotationTask {
	if (!data) return { kind: retire ? 'retire' : 'master' }
	if (data.includes('all')) return { kind: 'data', owners: 'all' }
	const owners = data.map((text): Owner => parseOwner(text) ?? stop(`${text} is neither person:ID nor facility:ID.`))
	return { kind: 'data', owners }
}

const options = {
	retire: { type: 'boolean' },
	data: { type: 'string', multiple: true },
	settle: { type: 'string', default: '60' },
	help: { type: 'boolean' },
} as const
const { values } = parseArgs({ options })
if (values.help) stop('Rotates the keys.')
const settleMs = Number(values.settle) * 1000
if (!(settleMs >= 0)) stop('--settle takes seconds.')

const dataDir = resolve(root, process.env.ENSHIN_DATA_DIR || 'data')
const databaseUrl = process.env.DATABASE_URL || readStackFile(dataDir)?.databaseUrl
if (!databaseUrl) stop('There is no DATABASE_URL, and no stack runs.')
const path = process.env.ENSHIN_MASTER_KEY_FILE || join(dataDir, 'master-key.json')
const whole = await rotateKeys({ databaseUrl, path, task: taskOf(values), settleMs, say: (line) => console.log(line) })
if (!whole) process.exitCode = 1
