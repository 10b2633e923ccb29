import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const address = '10.99.0.1'
/** Set inside: the address that everybody uses there. */
const variable = 'ENSHIN_BENCH_ADDRESS'

/** A pair of virtual cards, because Janus skips loopback addresses; what is sent to `address` takes the same way for all. */
const enter = `ip link set lo up && ip link add bench0 type veth peer name bench1 &&
ip address add ${address}/24 dev bench0 && ip link set bench0 up && ip link set bench1 up && exec "$@"`

/**
 * Runs a benchmark's file again in network and process namespaces of its own: no address of the machine is touched, no
 * port can be taken, and whatever it started ends with it. Without root it makes itself root in there.
 */
export async function inNamespace(file: string, run: (address: string) => Promise<void>): Promise<void> {
	const inside = process.env[variable]
	if (inside) return run(inside)
	const user = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user']
	const spaces = [...user, '--net', '--pid', '--fork', '--kill-child', '--mount-proc']
	const itself = [process.execPath, fileURLToPath(file)]
	const ran = spawnSync('unshare', [...spaces, 'sh', '-c', enter, 'sh', ...itself], {
		stdio: 'inherit',
		env: { ...process.env, [variable]: address },
	})
	if (ran.status !== 0) throw new Error(`${itself[1]} ended with ${ran.status ?? ran.signal ?? ran.error?.message}`)
}
