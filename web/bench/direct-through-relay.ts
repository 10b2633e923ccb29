import type { Browser, Page } from '@playwright/test'
import { startRelay } from '../../loadtest/src/relay/start-relay.ts'
import type { Address } from '../../loadtest/src/relay/types.ts'

/** Media between two pages with nobody in between but a relay, for as long as `close` is not called. */
export async function directThroughRelay(browser: Browser, prepare: (page: Page) => Promise<void>) {
	const relay = await startRelay()

	async function open(url: string) {
		const windows = await Promise.all([1, 2].map(() => browser.newContext({ permissions: ['camera', 'microphone'] })))
		const [caller, callee] = (await Promise.all(windows.map((window) => window.newPage()))) as [Page, Page]
		await Promise.all([caller, callee].map(prepare))
		await pairThroughRelay(caller, callee, (upstream) =>
			relay.open({ listen: { host: '127.0.0.2', port: 0 }, upstream }),
		)
		await Promise.all([caller.goto(url), callee.goto(url)])
		await callee.locator('button:enabled').waitFor()
		await caller.locator('button:enabled').click()
		return { caller, callee, close: () => Promise.all(windows.map((window) => window.close())) }
	}

	return { relay, open, stop: () => relay.stop() }
}

/**
 * Of the callee's candidates the caller hears one, and instead of its address that of a door to it; of the caller's the
 * callee hears none, and learns where to answer from what comes. So all packets of both go through one relay, which sees
 * the caller as the one who speaks first.
 */
async function pairThroughRelay(caller: Page, callee: Page, open: (upstream: Address) => Promise<Address>) {
	await caller.exposeFunction('__doorTo', (host: string, port: number) => open({ host, port }))
	await caller.addInitScript(() => {
		type Take = (description: RTCSessionDescriptionInit) => Promise<void>
		type Add = (candidate: RTCIceCandidateInit) => Promise<void>
		const setRemoteDescription = RTCPeerConnection.prototype.setRemoteDescription as Take
		const addIceCandidate = RTCPeerConnection.prototype.addIceCandidate as Add
		const doors = globalThis as unknown as { __doorTo: (host: string, port: number) => Promise<Address> }
		let taken = false
		RTCPeerConnection.prototype.setRemoteDescription = function (description: RTCSessionDescriptionInit) {
			const sdp = description.sdp?.split('\r\n').filter((line) => !line.startsWith('a=candidate:'))
			return setRemoteDescription.call(this, { type: description.type, sdp: sdp?.join('\r\n') })
		}
		RTCPeerConnection.prototype.addIceCandidate = async function (given?: RTCIceCandidateInit | null) {
			const words = given?.candidate?.split(' ') ?? []
			const [, , protocol, , host, port] = words
			if (taken || protocol !== 'udp' || host !== '127.0.0.1') return
			taken = true
			const door = await doors.__doorTo(host, Number(port))
			words.splice(4, 2, door.host, String(door.port))
			await addIceCandidate.call(this, { ...given, candidate: words.join(' ') })
		}
	})
	await callee.addInitScript(() => {
		type Take = (description: RTCSessionDescriptionInit) => Promise<void>
		const setRemoteDescription = RTCPeerConnection.prototype.setRemoteDescription as Take
		RTCPeerConnection.prototype.setRemoteDescription = function (description: RTCSessionDescriptionInit) {
			const sdp = description.sdp?.split('\r\n').filter((line) => !line.startsWith('a=candidate:'))
			return setRemoteDescription.call(this, { type: description.type, sdp: sdp?.join('\r\n') })
		}
		RTCPeerConnection.prototype.addIceCandidate = async () => {}
	})
}
