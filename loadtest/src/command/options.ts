import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import type { VideoCodec } from '../generator/types.ts'
import { isScenario, type NumberOption, type ScenarioName, type ScenarioSpec, scenarios } from './scenarios.ts'
import { UsageError } from './usage-error.ts'

export interface Options {
	scenario: ScenarioName
	/** The scenario's own numbers, by option name, all of them set. */
	numbers: Record<string, number>
	video: VideoCodec | null
	/** Real browsers that ride along. */
	riders: number
	/** Generating processes. */
	generators: number
	/** Where JSON and page go; null makes a folder of its own. */
	out: string | null
	/** Another stack than the local one. */
	remote: { apiUrl: string; origin: string; consent: string; isAllowed: boolean } | null
}

const mediaNumbers: Record<string, NumberOption> = {
	riders: {
		summary: 'pairs of real browsers in the same run, on a stack with demo data',
		default: 0,
		min: 0,
		max: 1,
	},
}
const commonNumbers: Record<string, NumberOption> = {
	generators: {
		summary: 'generating processes',
		default: Math.max(1, availableParallelism() - 1),
		min: 1,
		max: 64,
	},
}
const texts = {
	video: 'vp9 or vp8, or none for sound alone (vp9)',
	out: 'folder for report.json and report.html',
	api: 'the api of another stack, with --origin and --consent',
	origin: "that stack's web address",
	consent: 'its consent token, from `pnpm ops load-test:open` there; or ENSHIN_LOAD_TEST_CONSENT',
} as const

/**
 * Reads what was typed after `pnpm loadtest`. Returns the text to print where help was asked for. Throws a UsageError that
 * names the wrong option and what it should be.
 */
export function parseOptions(args: string[], env: NodeJS.ProcessEnv): Options | { help: string } {
	const [name = '--help', ...rest] = args
	if (name === '--help' || name === '-h') return { help: overview() }
	if (!isScenario(name)) throw new UsageError(`There is no scenario "${name}".\n\n${overview()}`)
	const spec: ScenarioSpec = scenarios[name]
	const numbers = numbersOf(spec)
	const values = read(rest, numbers)
	if (values.help) return { help: helpOf(name, spec) }
	const text = (key: string) => (typeof values[key] === 'string' ? values[key] : undefined)
	const chosen = Object.fromEntries(
		Object.entries(numbers).map(([key, option]) => [key, toNumber(key, text(key), option)]),
	)
	return {
		scenario: name,
		numbers: chosen,
		video: toVideo(text('video') ?? 'vp9'),
		riders: chosen.riders ?? 0,
		generators: chosen.generators ?? 1,
		out: text('out') ?? null,
		remote: toRemote(text('api'), text('origin'), text('consent') ?? env.ENSHIN_LOAD_TEST_CONSENT, values),
	}
}

const numbersOf = (spec: ScenarioSpec) => ({ ...spec.options, ...(spec.media ? mediaNumbers : {}), ...commonNumbers })

function read(args: string[], numbers: Record<string, NumberOption>): Record<string, string | boolean | undefined> {
	const named = [...Object.keys(numbers), ...Object.keys(texts)]
	const options = {
		...Object.fromEntries(named.map((key) => [key, { type: 'string' as const }])),
		help: { type: 'boolean' as const, short: 'h' },
		'i-may-load-this-host': { type: 'boolean' as const },
	}
	try {
		return { ...parseArgs({ args, options, strict: true, allowPositionals: false }).values }
	} catch (error) {
		throw new UsageError((error as Error).message)
	}
}

function toNumber(name: string, typed: string | undefined, option: NumberOption): number {
	if (typed === undefined) return option.default
	const value = Number(typed)
	const isRight =
		typed.trim() !== '' && value >= option.min && value <= option.max && (option.fraction || Number.isInteger(value))
	if (isRight) return value
	throw new UsageError(`--${name} is a${option.fraction ? '' : ' whole'} number from ${option.min} to ${option.max}.`)
}

function toVideo(typed: string): VideoCodec | null {
	if (typed === 'none') return null
	if (typed === 'vp8' || typed === 'vp9') return typed
	throw new UsageError('--video is vp9, vp8 or none.')
}

function toRemote(
	apiUrl: string | undefined,
	origin: string | undefined,
	consent: string | undefined,
	values: Record<string, unknown>,
): Options['remote'] {
	if (apiUrl === undefined) return null
	for (const [name, url] of Object.entries({ api: apiUrl, origin: origin ?? '' })) {
		if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
			throw new UsageError(`--${name} is an http:// or https:// address; --api and --origin go together.`)
	}
	if (!consent)
		throw new UsageError('Another stack is loaded only with its own consent: --consent, or ENSHIN_LOAD_TEST_CONSENT.')
	return {
		apiUrl,
		origin: new URL(origin ?? '').origin,
		consent,
		isAllowed: values['i-may-load-this-host'] === true,
	}
}

function overview(): string {
	const lines = Object.entries(scenarios).map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`)
	return [
		'pnpm loadtest SCENARIO [options]',
		'',
		...lines,
		'',
		'Without --api it loads the stack that `npm start` runs on this machine, or one of its own where none runs.',
		'`pnpm loadtest SCENARIO --help` lists the options.',
	].join('\n')
}

function helpOf(name: ScenarioName, spec: ScenarioSpec): string {
	const numbers = Object.entries(numbersOf(spec)).map(
		([key, { summary, default: value, min, max }]) => `  --${key.padEnd(14)} ${summary} (${value}; ${min} to ${max})`,
	)
	const others = Object.entries(texts)
		.filter(([key]) => spec.media || key !== 'video')
		.map(([key, summary]) => `  --${key.padEnd(14)} ${summary}`)
	return [
		`pnpm loadtest ${name}: ${spec.summary}`,
		'',
		...numbers,
		...others,
		'  --i-may-load-this-host   needed for a host that is not this machine',
	].join('\n')
}
