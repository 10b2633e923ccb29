import { parseArgs } from 'node:util'
import { checkpointSigner } from '@enshin/db/access-log/sign-checkpoint.ts'
import { openDatabase } from '@enshin/db/client.ts'
import { createVault, loadMasterKey, masterKeySource } from '@enshin/db/sealing/vault.ts'
import { addOperator } from '../../api/src/operations/add-operator.ts'
import { disposalDomain } from '../../api/src/operations/certify-disposal.ts'
import { type Command, commands } from '../../api/src/operations/commands.ts'
import { signInOperator } from '../../api/src/operations/sign-in-operator.ts'
import { databaseUrl, dataDir, ownKey, withMasterKey } from '../audit/where.ts'
import { readStackFile } from '../stack/stack-file.ts'
import { askSecret } from './ask-secret.ts'

const adding: Command = {
	summary: 'Adds an operator; the first one needs no --operator',
	options: { mail: 'of the new one', name: '運用 一郎', kana: 'うんよう いちろう' },
	run: async () => '',
}
const all: Record<string, Command> = { 'operator:add': adding, ...commands }

/** Returns the exit code: 0, or 1 where it was refused; the reason is printed. */
export async function opsCommand([name = '', ...args]: string[]): Promise<number> {
	const command = all[name]
	if (!command) {
		console.log(overview())
		return name === '' || name === '--help' ? 0 : 1
	}
	try {
		const values = readOptions(command, args)
		console.log(values.help === undefined ? await run(name, command, values) : helpOf(name, command))
		return 0
	} catch (error) {
		console.error(reasonsOf(error))
		return 1
	}
}

/** A failed query's own message tells of its SQL only; why it failed stands in its cause. */
function reasonsOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error)
	return error.cause === undefined ? error.message : `${error.message}\n${reasonsOf(error.cause)}`
}

type Values = Record<string, string | undefined>

async function run(name: string, command: Command, values: Values): Promise<string> {
	const masterKey = loadMasterKey(masterKeySource(withMasterKey(process.env)))
	const { db, close } = openDatabase({ url: databaseUrl(values.database), name: 'ops', poolSize: 2 })
	try {
		const parts = { db, vault: createVault(masterKey), webOrigin: webOrigin() }
		const mail = values.operator
		const password = () => askSecret('ENSHIN_OPERATOR_PASSWORD', `Password of ${mail}: `)
		const operator = mail === undefined ? null : await signInOperator(db, parts.vault, mail, await password())
		if (name === 'operator:add') {
			const { mail: email = '', name: newName = '', kana = '' } = values
			const chosen = await askSecret('ENSHIN_NEW_PASSWORD', `A password for ${email}, typed by them: `)
			const added = await addOperator(parts, operator, { name: newName, kana, email, password: chosen })
			return `Added: ${added.personId}`
		}
		if (!operator) throw new Error('Who are you? --operator MAIL')
		return await command.run({ ops: { ...parts, operator }, values, attestor })
	} finally {
		await close()
	}
}

function attestor() {
	const key = ownKey()
	if (!key) throw new Error('There is no key to sign with: ENSHIN_CHECKPOINT_KEY, or data/secrets.json.')
	return checkpointSigner(key, disposalDomain)
}

function webOrigin(): string {
	const url = process.env.ENSHIN_WEB_ORIGIN ?? readStackFile(dataDir)?.webUrl
	if (!url) throw new Error('Where do people see Enshin? ENSHIN_WEB_ORIGIN, or a running `npm start`.')
	return new URL(url).origin
}

function readOptions({ options }: Command, args: string[]): Values {
	const named = Object.keys(options).map((option) => option.replace('?', ''))
	const strings = Object.fromEntries(
		[...named, 'operator', 'database'].map((option) => [option, { type: 'string' as const }]),
	)
	const parsed = parseArgs({ args, options: { ...strings, help: { type: 'boolean' } } })
	const values: Record<string, unknown> = parsed.values
	if (values.help) return { help: 'true' }
	const missing = Object.keys(options).filter((option) => !option.endsWith('?') && values[option] === undefined)
	if (missing.length > 0)
		throw new Error(`Still needed: ${missing.map((option) => `--${option}`).join(' ')}. See --help.`)
	return values as Values
}

function overview(): string {
	const lines = Object.entries(all).map(([name, { summary }]) => `  ${name.padEnd(22)}${summary}`)
	return ['pnpm ops COMMAND --operator MAIL …   (each has --help)', '', ...lines].join('\n')
}

function helpOf(name: string, { summary, options }: Command): string {
	const common = {
		'operator?': 'your own address; the password is asked for, or in ENSHIN_OPERATOR_PASSWORD',
		'database?': 'the owner’s address of the database (default: DATABASE_URL, or the running npm start)',
	}
	const lines = Object.entries({ ...options, ...common }).map(([option, means]) => {
		const shown = option.endsWith('?') ? `[--${option.slice(0, -1)}]` : `--${option}`
		return `  ${shown.padEnd(20)}${means}`
	})
	return [`pnpm ops ${name}`, '', summary, '', ...lines].join('\n')
}
