import { expect, onTestFinished, test } from 'vitest'
import { launchChromium, openPage } from './support/chromium.ts'
import { connect, eventually, heldBy, runSfu } from './support/sfu.ts'

test('Chromium is seen and heard through the node, sealed with AES-256-GCM, until it goes', async () => {
	const sfu = await runSfu()
	const control = await connect(sfu.url)
	const browser = await launchChromium()
	onTestFinished(() => browser.close())
	const doctor = await openPage(browser, control, 'room', 'doctor')
	const patient = await openPage(browser, control, 'room', 'patient')
	const producerIds = await doctor.evaluate(async () => [
		await peer.produce('camera'),
		await peer.produce('microphone'),
	])
	for (const producerId of producerIds) {
		await control.until('producer.score', (told) => told.producerId === producerId && told.score === 10)
	}
	await patient.evaluate((ids) => peer.play(ids), producerIds)

	// Pictures go on coming, and the fake microphone beeps once a second.
	const seen = (await patient.evaluate(() => summary('recv'))).frames
	await eventually(() => patient.evaluate(() => summary('recv'))).toEqual({
		dtls: 'connected',
		srtp: 'SRTP_AEAD_AES_256_GCM',
		frames: expect.toSatisfy((frames: number) => frames > seen + 5),
		sound: expect.toSatisfy((energy: number) => energy > 0),
	})
	expect(await doctor.evaluate(() => summary('send'))).toMatchObject({ srtp: 'SRTP_AEAD_AES_256_GCM' })

	// A camera that stops without a word is known by its score.
	const [camera = ''] = producerIds
	await doctor.evaluate((id) => peer.silence(id), camera)
	const told = await control.until('producer.score', ({ score }) => score === 0)
	expect(told).toEqual({ roomId: 'room', peerId: 'doctor', producerId: camera, score: 0 })
	expect(await control.until('consumer.score', ({ producerScore }) => producerScore === 0)).toMatchObject({
		peerId: 'patient',
	})

	// A browser that closes its connection says so; nobody asked the node for it, so everybody is told of all that went.
	await doctor.evaluate(() => peer.send.close())
	const lost = { roomId: 'room', peerId: 'doctor' }
	expect(await control.until('transport.closed')).toEqual({ ...lost, direction: 'send' })
	await eventually(() => control.toldOf('producer.closed')).toHaveLength(2)
	await eventually(() => control.toldOf('consumer.closed')).toHaveLength(2)
	expect(control.toldOf('producer.closed')).toEqual(producerIds.map((producerId) => ({ ...lost, producerId })))
	expect(await heldBy(sfu.workers[0])).toHaveLength(1 + 3)
	const closed = control.request('transport.restartIce', { ...lost, direction: 'send' })
	await expect(closed).rejects.toMatchObject({ code: 'media.unknown' })
})
