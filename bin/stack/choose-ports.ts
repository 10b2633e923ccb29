import { availableParallelism } from 'node:os'
import { SetupError } from '../bootstrap/setup-error.ts'
import { anyFree, nextFree } from './ports.ts'
import type { StackPorts } from './services.ts'

const variables = {
	web: ['PORT', 3000],
	api: ['ENSHIN_API_PORT', 3001],
	signaling: ['ENSHIN_SIGNALING_PORT', 3002],
	sfu: ['ENSHIN_SFU_PORT', 3003],
	postgres: ['ENSHIN_DATABASE_PORT', 3004],
	// Below the range that the kernel takes for outgoing connections: one of those may hold a port at any moment.
	media: ['ENSHIN_SFU_MEDIA_PORT', 10_000],
} as const satisfies Record<keyof StackPorts, readonly [string, number]>

const names = Object.keys(variables) as (keyof StackPorts)[]

/** Ports that nobody uses, for stacks that run beside others. */
export async function freePorts(): Promise<StackPorts> {
	const ports = { media: 0 } as StackPorts
	const taken = new Set<number>()
	for (const name of names) {
		if (name === 'media') continue
		ports[name] = await anyFree(taken)
		taken.add(ports[name])
	}
	return ports
}

/** The well-known ports, or those the environment names; where one is taken, the next free one, and a word about it. */
export async function defaultPorts(env: NodeJS.ProcessEnv, say: (line: string) => void): Promise<StackPorts> {
	const ports = {} as StackPorts
	const taken = new Set<number>()
	for (const name of names) {
		const [variable, byDefault] = variables[name]
		const wanted = Number(env[variable] ?? byDefault)
		if (!Number.isInteger(wanted) || wanted < 0 || wanted > 65_535) {
			throw new SetupError(`${variable} should be a port, a number from 1 to 65535; it is "${env[variable]}".`)
		}
		// The sfu has a worker a core at most, and each takes the next port.
		const count = name === 'media' ? availableParallelism() : 1
		ports[name] = wanted === 0 ? await anyFree(taken) : await nextFree(wanted, taken, count)
		taken.add(ports[name])
		if (wanted !== 0 && ports[name] !== wanted) say(`Port ${wanted} is taken: ${name} uses ${ports[name]}.`)
	}
	return ports
}
