import type { ReplyOf } from '@enshin/contracts/channel.ts'
import type { SignalingProtocol } from '@enshin/contracts/signaling.ts'

/** The server's time, too: a browser's clock may be minutes off. */
export function ping(): ReplyOf<SignalingProtocol, 'ping'> {
	return { at: new Date().toISOString() }
}
