import type { Destination } from './destinations.ts'

/** A table for a person, and for `awk`: host, port, then words. */
export function inLines(destinations: Destination[]): string {
	if (destinations.length === 0) return '  nothing'
	const width = Math.max(...destinations.map(({ host }) => host.length))
	return destinations
		.map(
			({ host, port, who, why, from }) =>
				`  ${host.padEnd(width)}  ${String(port).padStart(5)}/tcp  ${who}: ${why} (${from})`,
		)
		.join('\n')
}

export const notes = `Beside these: a resolver for their names (53/udp, 53/tcp) and the clock (123/udp), which are the machine's own, and
Debian's package servers where set-up or tests may install packages. The media nodes answer browsers on their own ports
and open no connection themselves. Browsers contact web, signaling and the media nodes, and nobody else: the pages'
Content-Security-Policy says so.`
