import type { Sms } from './sms.ts'

/** How many keys are remembered: the oldest is forgotten first. */
const keysAtMost = 10_000

/** The same provider, which sends once for a key: whoever asks again gets what became of the first. */
export function oncePerKey(sms: Sms): Sms {
	const sent = new Map<string, ReturnType<Sms['send']>>()
	return {
		send: (message) => {
			const before = sent.get(message.key)
			if (before) return before
			const sending = sms.send(message)
			sent.set(message.key, sending)
			const [oldest] = sent.keys()
			if (sent.size > keysAtMost && oldest !== undefined) sent.delete(oldest)
			return sending
		},
		close: () => sms.close(),
	}
}
