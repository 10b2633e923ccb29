import type { Page } from '@playwright/test'

/**
 * Sends this page's media, and no other's, to another address than the sfu announces: to a relay's door. Its candidates
 * over TCP lead there as well, where nothing listens, so nothing gets around the relay.
 */
export async function sendMediaTo(page: Page, { from, to }: { from: string; to: string }): Promise<void> {
	await page.addInitScript(
		([announced, door]) => {
			type Take = (description: RTCSessionDescriptionInit) => Promise<void>
			const setRemoteDescription = RTCPeerConnection.prototype.setRemoteDescription as Take
			RTCPeerConnection.prototype.setRemoteDescription = function (description: RTCSessionDescriptionInit) {
				const lines = description.sdp?.split('\r\n').map((line) => {
					const isCandidate = line.startsWith('a=candidate:')
					return isCandidate ? line.replace(` ${announced} `, ` ${door} `) : line
				})
				return setRemoteDescription.call(this, { type: description.type, sdp: lines?.join('\r\n') })
			}
		},
		[from, to] as const,
	)
}
