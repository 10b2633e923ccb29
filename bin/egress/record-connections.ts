import dgram from 'node:dgram'
import dns from 'node:dns'
import { appendFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'

/**
 * Preloaded (`node --import`) into a process whose connections are to be known: writes a line for each attempt to connect,
 * each datagram and each name looked up, whatever library makes it, into the file that ENSHIN_CONNECTION_RECORD names.
 * For tests. Nothing is held back: what it cannot see is a process that is not Node.
 */
const file = process.env.ENSHIN_CONNECTION_RECORD
const script = process.argv[1] ?? 'node'

function note(what: 'connect' | 'send' | 'lookup', host: string, port?: number): void {
	if (file) appendFileSync(file, `${JSON.stringify({ script, what, host, port })}\n`)
}

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown

/** Puts `before` in front of a method of Node's. */
function watch(owner: object, name: string, before: (self: unknown, args: unknown[]) => void): void {
	const original: unknown = Reflect.get(owner, name)
	if (typeof original !== 'function') return
	const watched: AnyFunction = function (...args) {
		before(this, args)
		return Reflect.apply(original, this, args)
	}
	// `dns.lookup` carries the symbol by which `promisify` finds its promise.
	Reflect.set(owner, name, Object.assign(watched, original))
}

if (file) {
	watch(net.Socket.prototype, 'connect', (self) => {
		if (self instanceof net.Socket) self.on('connectionAttempt', (address, port) => note('connect', address, port))
	})
	watch(dgram.Socket.prototype, 'send', (_, args) => {
		const host = args.slice(1).find((arg) => typeof arg === 'string')
		const port = args.find((arg) => typeof arg === 'number')
		if (typeof host === 'string') note('send', host, typeof port === 'number' ? port : undefined)
	})
	watch(dgram.Socket.prototype, 'connect', (_, [port, host]) => note('send', String(host), Number(port)))
	const asked = ['lookup', ...Object.keys(dns).filter((name) => /^(resolve|reverse)/.test(name))]
	for (const owner of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype])
		for (const name of asked) watch(owner, name, (_, [host]) => note('lookup', String(host)))
	syncBuiltinESMExports()
}
