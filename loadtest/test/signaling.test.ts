import { afterAll, beforeEach, expect, test } from 'vitest'
import { runSignaling, signalingDefaults } from '../src/scenarios/signaling.ts'
import { type ReturnReport, reconnectGoal, SignalingLoad } from '../src/signaling/load.ts'
import { openHouse } from './support/house.ts'

// A short form of the requirement, which asks for a thousand: `pnpm loadtest signaling --sockets 1000` shows that one. By
// the clock nothing is held here, for whoever runs the tests may have other work for the machine.
const sockets = 500
const house = await openHouse()
const load = new SignalingLoad({ metricsUrl: house.metricsUrl, processes: 1 })
afterAll(async () => {
	await load.stop()
	await house.close()
})
beforeEach(async () => {
	await house.services.signaling.turns()
})

/** None is lost, no turn of the event loop took too long, and a core to itself would have been done in time. */
async function expectGoal(back: ReturnReport): Promise<void> {
	const { p99Ms, cpuMs } = await house.services.signaling.turns()
	expect(p99Ms).toBeLessThan(reconnectGoal.lagP99Ms / 4)
	expect((cpuMs / sockets) * 1000).toBeLessThan(reconnectGoal.withinMs / 2)
	expect(back.resumed + back.rejoined).toBe(back.lost)
}

test('all who lose their sockets at once resume, and the event loop goes on meanwhile', async () => {
	const joins = await load.enter(house.target, await house.target.bookRooms(sockets / 2, 2), 32)
	expect(joins).toMatchObject({ joined: sockets, failures: {} })
	await house.services.signaling.turns()
	const back = await load.loseAll()
	expect(back).toMatchObject({ lost: sockets, resumed: sockets })
	await expectGoal(back)
}, 120_000)

test('all whose signaling is killed join the next one', async () => {
	const back = await load.loseAll(() => house.restart('signaling', 'SIGKILL'))
	expect(back).toMatchObject({ lost: sockets, rejoined: sockets })
	await expectGoal(back)
}, 120_000)

test('all whose signaling is restarted are told when to come back, and do', async () => {
	const back = await load.loseAll(() => house.restart('signaling', 'SIGTERM'))
	expect(back).toMatchObject({ lost: sockets, rejoined: sockets })
	await expectGoal(back)
}, 120_000)

test('the scenario tells of joins, echoes and the return, each of all', async () => {
	const said: string[] = []
	const options = { ...signalingDefaults, sockets: 20, echoSeconds: 2, metricsUrl: house.metricsUrl }
	const report = await runSignaling(house.target, options, (line) => said.push(line))
	expect(report).toMatchObject({
		joins: { joined: 20, ms: { count: 20 }, failures: {} },
		echo: { lost: 0 },
		reconnect: { lost: 20, resumed: 20, ms: { count: 20 } },
	})
	expect(report.echo.ping.count).toBeGreaterThanOrEqual(20)
	expect(report.echo.chat.count).toBeGreaterThanOrEqual(20)
	expect(report.joins.signaling?.looks.length).toBeGreaterThan(0)
	expect(said.length).toBeGreaterThan(2)
}, 60_000)
