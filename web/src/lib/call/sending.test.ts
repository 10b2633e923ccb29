import { expect, test } from 'vitest'
import { cameraOptions, chooseVideoCodec } from './sending.ts'

const codec = (mimeType: string) => ({ kind: 'video' as const, mimeType, clockRate: 90_000, preferredPayloadType: 96 })
const all = ['audio/opus', 'video/H264', 'video/AV1', 'video/VP8', 'video/VP9'].map(codec)

test('VP9 comes before VP8, VP8 before H264, whatever the order of the offer', () => {
	expect(chooseVideoCodec({ codecs: all })?.mimeType).toBe('video/VP9')
	expect(chooseVideoCodec({ codecs: all.filter(({ mimeType }) => mimeType !== 'video/VP9') })?.mimeType).toBe(
		'video/VP8',
	)
	expect(chooseVideoCodec({ codecs: [codec('video/AV1'), codec('video/H264')] })?.mimeType).toBe('video/H264')
})

test('a browser that knows none of them leaves the choice to mediasoup', () => {
	expect(chooseVideoCodec({ codecs: [codec('video/AV1')] })).toBeUndefined()
	expect(chooseVideoCodec({})).toBeUndefined()
})

test('two people send one stream each, with layers in time where the codec carries them', () => {
	expect(cameraOptions({ codecs: all }, { unseen: false }).encodings).toEqual([
		{ maxBitrate: 1_500_000, maxFramerate: 30, scalabilityMode: 'L1T3' },
	])
	expect(cameraOptions({ codecs: [codec('video/H264')] }, { unseen: false }).encodings).toEqual([
		{ maxBitrate: 1_500_000, maxFramerate: 30 },
	])
})

test('what nobody is shown yet is sent at half its width and height, in the same layers', () => {
	const [whole] = cameraOptions({ codecs: all }, { unseen: false }).encodings ?? []
	expect(cameraOptions({ codecs: all }, { unseen: true }).encodings).toEqual([{ ...whole, scaleResolutionDownBy: 2 }])
})
