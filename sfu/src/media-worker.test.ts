import { describe, expect, test } from 'vitest'
import { listenInfos } from './media-worker.ts'

const config = { listenIp: '10.0.0.1', announcedAddress: undefined, mediaPort: 0 }

describe('a worker listens', () => {
	test('on UDP before TCP, with buffers of 4 MB', () => {
		const infos = listenInfos(config, 0)
		expect(infos.map(({ protocol }) => protocol)).toEqual(['udp', 'tcp'])
		for (const info of infos) expect(info).toMatchObject({ sendBufferSize: 4_194_304, recvBufferSize: 4_194_304 })
	})

	test('on the first media port and the slots after it, the same one for UDP and TCP', () => {
		expect(listenInfos({ ...config, mediaPort: 40_000 }, 3).map(({ port }) => port)).toEqual([40_003, 40_003])
	})

	test('on a free port when none is set', () => {
		for (const info of listenInfos(config, 3)) {
			expect(info.port).toBeUndefined()
			expect(info.portRange).toBeDefined()
		}
	})

	test('under its announced address, never listening there', () => {
		for (const info of listenInfos({ ...config, announcedAddress: 'media.example' }, 0)) {
			expect(info).toMatchObject({ ip: '10.0.0.1', announcedAddress: 'media.example' })
		}
	})
})
