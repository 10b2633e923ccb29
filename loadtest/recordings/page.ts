/// <reference lib="dom" />

// What runs in the page of make.ts, and only there: a lively picture, a voice-like sound, one stream to send.
declare global {
	var offerStream: (mimeType: string) => Promise<string>
	var takeAnswer: (mimeType: string, sdp: string) => Promise<void>
}

/** A head that moves before a grainy wall: enough change in each frame to keep an encoder at its bitrate. */
function liveliness(): MediaStreamTrack {
	const canvas = document.body.appendChild(document.createElement('canvas'))
	canvas.width = 640
	canvas.height = 360
	const context = canvas.getContext('2d')
	const grain = document.createElement('canvas')
	grain.width = 64
	grain.height = 64
	let frame = 0
	setInterval(() => {
		if (!context) return
		frame += 1
		const pixels = grain.getContext('2d')?.createImageData(64, 64)
		if (!pixels) return
		for (let at = 0; at < pixels.data.length; at += 4) {
			pixels.data.set([90 + Math.random() * 40, 110 + Math.random() * 40, 120 + Math.random() * 40, 255], at)
		}
		grain.getContext('2d')?.putImageData(pixels, 0, 0)
		context.drawImage(grain, 0, 0, 640, 360)
		const x = 320 + Math.sin(frame / 20) * 60
		const y = 170 + Math.cos(frame / 31) * 20
		context.fillStyle = '#d9a786'
		context.beginPath()
		context.ellipse(x, y, 80, 105, Math.sin(frame / 40) / 8, 0, 7)
		context.fill()
		context.fillStyle = '#40261a'
		for (const side of [-30, 30]) context.fillRect(x + side - 8, y - 25, 16, frame % 90 < 5 ? 2 : 9)
		context.fillRect(x - 22, y + 45, 44, 4 + Math.abs(Math.sin(frame / 4)) * 16)
	}, 1000 / 30)
	const [track] = canvas.captureStream(30).getVideoTracks()
	if (!track) throw new Error('no picture')
	return track
}

/** Noise through two formants, louder and softer four times a second, as speech is. */
function voice(): MediaStreamTrack {
	const audio = new AudioContext({ sampleRate: 48_000 })
	const noise = audio.createBufferSource()
	const buffer = audio.createBuffer(1, 96_000, 48_000)
	const samples = buffer.getChannelData(0)
	for (let at = 0; at < samples.length; at += 1) {
		samples[at] = (Math.random() - 0.5) * (0.3 + 0.3 * Math.sin((at / 48_000) * 2 * Math.PI * 4))
	}
	noise.buffer = buffer
	noise.loop = true
	const out = audio.createMediaStreamDestination()
	for (const frequency of [500, 1500]) {
		const formant = audio.createBiquadFilter()
		formant.type = 'bandpass'
		formant.frequency.value = frequency
		noise.connect(formant).connect(out)
	}
	noise.start()
	const [track] = out.stream.getAudioTracks()
	if (!track) throw new Error('no sound')
	return track
}

/** A fixed rate, for nobody measures the line for the encoder here. */
const rates: Record<string, string> = {
	'audio/opus': 'maxaveragebitrate=40000;stereo=0;useinbandfec=1',
	default: 'x-google-start-bitrate=800;x-google-min-bitrate=800;x-google-max-bitrate=800',
}

const peer = new RTCPeerConnection()

async function offer(mimeType: string): Promise<string> {
	const kind = mimeType.startsWith('audio/') ? 'audio' : 'video'
	const transceiver = peer.addTransceiver(kind === 'audio' ? voice() : liveliness(), { direction: 'sendonly' })
	const codecs = RTCRtpSender.getCapabilities(kind)?.codecs ?? []
	const wanted = codecs.find(
		(codec) => codec.mimeType === mimeType && (codec.sdpFmtpLine?.includes('profile-id=0') ?? true),
	)
	transceiver.setCodecPreferences([
		wanted ?? codecs.find((codec) => codec.mimeType === mimeType) ?? fail(`no ${mimeType}`),
	])
	await peer.setLocalDescription()
	if (peer.iceGatheringState !== 'complete') {
		await new Promise<void>((resolve) => {
			peer.onicegatheringstatechange = () => peer.iceGatheringState === 'complete' && resolve()
		})
	}
	return peer.localDescription?.sdp ?? fail('no description')
}

async function takeAnswerOf(mimeType: string, sdp: string): Promise<void> {
	const payloadType = /^m=\w+ \d+ \S+ (\d+)/m.exec(sdp)?.[1]
	const rate = rates[mimeType] ?? rates.default
	await peer.setRemoteDescription({
		type: 'answer',
		sdp: `${sdp.replace(new RegExp(`^a=fmtp:${payloadType} .*\r\n`, 'm'), '')}a=fmtp:${payloadType} ${rate}\r\n`,
	})
}

function fail(reason: string): never {
	throw new Error(reason)
}

globalThis.offerStream = offer
globalThis.takeAnswer = takeAnswerOf

export type {}
