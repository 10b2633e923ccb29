import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'

/**
 * Whether a page of ours opened this socket. Browsers always say their Origin and cannot lie about it, so that another
 * site cannot use a visitor's browser against us; what says none is no browser. Browsers have one spelling for an origin
 * (RFC 6454, 6.2), and so do we: letter by letter, for two readers of an address may differ.
 */
export function isAllowedOrigin(origin: string | undefined, allowed: ReadonlySet<string>): boolean {
	return origin !== undefined && allowed.has(origin)
}

/** Answers a handshake over plain HTTP and ends the connection. */
export function refuseUpgrade(socket: Duplex, status: '403 Forbidden' | '503 Service Unavailable'): void {
	socket.on('error', () => {})
	socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
	socket.on('finish', () => socket.destroy())
}

/** The Origin as the log should see it: it is whatever the other side wrote. */
export function originOf({ headers }: IncomingMessage): string {
	return String(headers.origin ?? '').slice(0, 200)
}
