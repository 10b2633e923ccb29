import type { DataOf } from '@enshin/contracts/channel.ts'
import type { ChatMessage, SignalingProtocol } from '@enshin/contracts/signaling.ts'
import { type Context, demandPeer } from '../context.ts'

/** Says something to everybody else. Sent twice under one `messageId`, it is kept and told once. */
export function sendChat(context: Context, { messageId, text }: DataOf<SignalingProtocol, 'chat.send'>): ChatMessage {
	const { call, peer } = demandPeer(context)
	const { peerId, name } = peer
	const { message, added } = call.chat.add({ messageId, peerId, name, text, at: new Date().toISOString() })
	if (added) call.tell('chat.message', message, peerId)
	return message
}
