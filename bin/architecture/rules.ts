import type { IConfiguration, IForbiddenRuleType } from 'dependency-cruiser'

/**
 * Who may know whom (an arrow not named here is wrong). Tests may start their neighbours for real; what ships may not
 * even know their types.
 */
const mayKnow = {
	contracts: [],
	db: ['contracts'],
	sfu: ['contracts'],
	signaling: ['contracts', 'db'],
	api: ['contracts', 'db'],
	web: ['contracts', 'api'],
	// It speaks to a stack as its clients do, over the network.
	loadtest: ['contracts'],
} as const satisfies Record<string, readonly string[]>

const packages = Object.keys(mayKnow) as (keyof typeof mayKnow)[]
/** Folders of the repository that no package's source may reach into. */
const tools = ['bin', 'deploy']
const tests = '[.]test[.]ts$|/testing[.]ts$'

const arrows = packages.map((name): IForbiddenRuleType => {
	const known: readonly string[] = mayKnow[name]
	const others = [...packages, ...tools].filter((other) => other !== name && !known.includes(other))
	return {
		name: `${name}-knows-only-${known.join('-and-') || 'itself'}`,
		severity: 'error',
		from: { path: `^${name}/src/`, pathNot: tests },
		to: { path: `^(${others.join('|')})/` },
	}
})

const forbidden: IForbiddenRuleType[] = [
	...arrows,
	{
		name: 'contracts-imports-zod-only',
		severity: 'error',
		from: { path: '^contracts/src/', pathNot: tests },
		to: { pathNot: '^contracts/src/|node_modules/zod/' },
	},
	{
		name: 'signaling-takes-from-db-only-events-leases-placement',
		comment: 'Business data has one writer, the api. Whose access has ended is what an event would have told.',
		severity: 'error',
		from: { path: '^signaling/src/', pathNot: tests },
		to: {
			path: '^db/',
			pathNot: '^db/src/(client|ended-access|events|leases|nodes|placement)[.]ts$|^db/src/(events|nodes|placement)/',
		},
	},
	{
		name: 'web-takes-types-only-from-api',
		severity: 'error',
		from: { path: '^web/src/' },
		to: { path: '^api/', dependencyTypesNot: ['type-only'] },
	},
	{
		name: 'web-s-types-come-from-the-api-s-app',
		comment: 'The route types and nothing behind them.',
		severity: 'error',
		from: { path: '^web/src/' },
		to: { path: '^api/', pathNot: '^api/src/app[.]ts$' },
	},
	{
		name: 'set-up-needs-nothing-installed',
		comment: 'It runs before there are dependencies.',
		severity: 'error',
		from: { path: '^bin/(bootstrap/|stack/start-stack|start[.]ts|test[.]ts|run-command)', pathNot: tests },
		to: { path: 'node_modules/|^(contracts|db|sfu|signaling|api|web)/', dependencyTypesNot: ['core'] },
	},
	{
		name: 'nobody-imports-a-test',
		severity: 'error',
		from: { pathNot: '[.]test[.]ts$' },
		to: { path: '[.]test[.]ts$' },
	},
	{ name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
	{
		name: 'everything-is-found',
		comment: 'But for what SvelteKit makes up while it builds, and modules that are types alone.',
		severity: 'error',
		from: {},
		to: { couldNotResolve: true, pathNot: '^[$]app/|^svelte/elements$' },
	},
]

/** The whole configuration of dependency-cruiser. */
export const architecture: IConfiguration = {
	forbidden,
	options: {
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '(^|/)([.]svelte-kit|build|worker-build|architecture/wrong)/' },
		// An import of a type is an arrow, too.
		tsPreCompilationDeps: true,
		enhancedResolveOptions: {
			exportsFields: ['exports'],
			conditionNames: ['svelte', 'import', 'node', 'default'],
			extensions: ['.ts', '.js', '.mjs', '.svelte', '.d.ts', '.json'],
		},
	},
}
