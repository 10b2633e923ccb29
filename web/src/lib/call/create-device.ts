import type { Device } from 'mediasoup-client/types'

/**
 * mediasoup-client with the one handler that this browser needs; it would bring those of all others too, which
 * one-handler.ts takes out of the build. Throws where WebRTC cannot be used. Safe to call early, to have it fetched.
 */
export async function createDevice(): Promise<Device> {
	const { Device, detectDevice } = await import('mediasoup-client')
	const name = detectDevice()
	if (!name) throw new Error('This browser is not supported.')
	return Device.factory({ handlerFactory: await loadHandler(name) })
}

async function loadHandler(name: string) {
	switch (name) {
		case 'Chrome111':
			return (await import('mediasoup-client/handlers/Chrome111')).Chrome111.createFactory({})
		case 'Chrome74':
			return (await import('mediasoup-client/handlers/Chrome74')).Chrome74.createFactory({})
		case 'Firefox120':
			return (await import('mediasoup-client/handlers/Firefox120')).Firefox120.createFactory({})
		case 'Safari12':
			return (await import('mediasoup-client/handlers/Safari12')).Safari12.createFactory({})
		default:
			throw new Error(`${name} is no browser.`)
	}
}
