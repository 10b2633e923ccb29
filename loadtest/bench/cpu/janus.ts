import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type JanusSocket, openJanusSocket } from './janus-socket.ts'
import { extensionLines } from './mediasoup-sdp.ts'
import { type Generators, participant, type Side } from './side.ts'

/** Free in a network namespace of our own; each Janus takes the next. */
let nextPort = 8188

/** Janus's VideoRoom from Debian's package, with nothing but what the rooms need. `eventLoops` 0: a thread a handle. */
export async function startJanus(generators: Generators, eventLoops: 0 | 1): Promise<Side> {
	const port = nextPort++
	const folder = mkdtempSync(join(tmpdir(), 'enshin-janus-'))
	const keep = (name: string, text: string) => writeFileSync(join(folder, name), text)
	const others = ['audiobridge', 'duktape', 'echotest', 'lua', 'nosip', 'recordplay', 'sip', 'streaming', 'textroom']
	const plugins = [...others, 'videocall', 'voicemail'].map((name) => `libjanus_${name}.so`)
	const transports = ['http', 'mqtt', 'nanomsg', 'pfunix', 'rabbitmq'].map((name) => `libjanus_${name}.so`)
	keep(
		'janus.jcfg',
		`general: {\n debug_level = 2\n session_timeout = 0\n event_loops = ${eventLoops}\n}
		plugins: { disable = "${plugins}" }\ntransports: { disable = "${transports}" }\n`,
	)
	keep(
		'janus.transport.websockets.jcfg',
		`general: {\n json = "compact"\n ws = true\n ws_port = ${port}\n wss = false\n}\n`,
	)
	keep('janus.plugin.videoroom.jcfg', 'general: { }\n')
	const janus = spawn('janus', ['-F', folder], {
		stdio: ['ignore', 'ignore', 'inherit'],
	})
	const socket = await openJanusSocket(`ws://127.0.0.1:${port}`)
	return {
		pids: { janus: janus.pid ?? 0 },
		openRoom: (room, size) => openRoom(socket, generators, room + 1, size),
		async close() {
			socket.close()
			janus.kill()
			await once(janus, 'exit')
			rmSync(folder, { recursive: true })
		},
	}
}

async function openRoom(socket: JanusSocket, { address, sending, receiving }: Generators, room: number, size: number) {
	const codecs = { audiocodec: 'opus', videocodec: 'vp8' }
	const making = { request: 'create', room, publishers: size, ...codecs, transport_wide_cc_ext: true }
	await socket.request(await socket.attach(), making)
	const publishers = await Promise.all(
		Array.from({ length: size }, async (_, seat) => {
			const { name, outgoing } = participant(room, seat)
			const handle = await socket.attach()
			const joined = await socket.request(handle, { request: 'join', ptype: 'publisher', room, display: name })
			const offer = await sending.openSender(name, address, outgoing)
			const jsep = { type: 'offer', sdp: withExtensions(offer) } as const
			const published = await socket.request(handle, { request: 'publish' }, jsep)
			await sending.answer(name, published.jsep?.sdp ?? '')
			await socket.up(handle)
			return { name, feed: joined.plugindata?.data.id }
		}),
	)
	for (const { name, feed } of publishers) {
		const handle = await socket.attach()
		const streams = publishers.filter((other) => other.feed !== feed).map((other) => ({ feed: other.feed }))
		const offered = await socket.request(handle, { request: 'join', ptype: 'subscriber', room, streams })
		const sdp = await receiving.openReceiver(name, address, offered.jsep?.sdp ?? '')
		await socket.request(handle, { request: 'start' }, { type: 'answer', sdp })
	}
}

/** node-datachannel's offer names no header extensions; the packets have them. */
function withExtensions(offer: string): string {
	return offer
		.split(/(?=m=)/)
		.map((part) =>
			part.startsWith('m=') ? part + extensionLines(part.startsWith('m=audio') ? 'audio' : 'video') : part,
		)
		.join('')
}
