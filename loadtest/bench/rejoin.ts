import { readdirSync, readFileSync } from 'node:fs'
import { recordBench } from '../../bin/bench/record.ts'
import { summarize } from '../../bin/bench/summarize.ts'
import { SignalingLoad } from '../src/signaling/load.ts'
import { openHouse } from '../test/support/house.ts'

/**
 * A media node with a thousand participants in five hundred calls is killed and starts again. How long until each of
 * them has been offered transports on the new one: signaling and sfu, without media. Goal: within 1.5 s for each 500
 * participants, beyond the time until signaling has the node back (the restart, and the pause before the next attempt).
 */
const participants = 1000
const repeats = 5
const goalS = (1.5 * participants) / 500
const house = await openHouse()
const load = new SignalingLoad({ metricsUrl: house.metricsUrl, processes: 1 })
try {
	const joins = await load.enter(house.target, await house.target.bookRooms(participants / 2, 2), 32)
	if (joins.joined < participants) throw new Error(`Only ${joins.joined} joined: ${JSON.stringify(joins.failures)}`)
	console.log(`${joins.joined} joined, ${Math.round(joins.perS)} a second`)
	const raw: Record<string, number[]> = {
		'all offered after the node is back, s': [],
		'node back after its death, s': [],
		'worker CPU a transport, ms': [],
		'signaling CPU a participant, ms': [],
		'event-loop lag of signaling p99, ms': [],
		missing: [],
	}
	const keep = (name: string, value: number) => raw[name]?.push(Math.round(value * 1000) / 1000)
	for (let repeat = 0; repeat < repeats; repeat += 1) {
		await house.services.signaling.turns()
		const killedAtMs = Date.now()
		const offers = await load.awaitOffers(() => house.restart('sfu', 'SIGKILL'))
		const backMs = lastUp(house.services.signaling.said()) - killedAtMs
		keep('all offered after the node is back, s', (offers.slowestMs - backMs) / 1000)
		keep('node back after its death, s', backMs / 1000)
		keep('worker CPU a transport, ms', workerCpuMs(house.services.sfu?.child.pid ?? 0) / (2 * participants))
		keep('signaling CPU a participant, ms', (await house.services.signaling.turns()).cpuMs / participants)
		keep('event-loop lag of signaling p99, ms', offers.signaling?.lagP99Ms ?? Number.NaN)
		keep('missing', offers.missing)
		console.log(
			`run ${repeat + 1}: last of ${offers.offered} after ${offers.slowestMs} ms, the node back after ${backMs}`,
		)
	}
	const { median } = summarize(raw['all offered after the node is back, s'] ?? [])
	const { cpu, lateMs } = load.generator
	recordBench({
		name: 'rejoin',
		measure: `${participants} participants offered media again after their node was killed`,
		against: 'the time from when signaling has the node back',
		goal: `≤ ${goalS} s, none missing`,
		value: Math.round(median * 100) / 100,
		unit: 's',
		met: median <= goalS && (raw.missing ?? []).every((count) => count === 0),
		raw,
		notes: [
			`the clients used ${Math.round(cpu * 100)} % of a core, and were late by ${Math.round(lateMs)} ms at p99`,
			'the worker is new in each run: all of its CPU time until the last offer is counted, its start included',
		],
	})
} finally {
	await load.stop()
	await house.close()
}

/** When signaling last said that it has the node, in Unix ms. */
function lastUp(said: string): number {
	const line = said.split('\n').findLast((each) => each.includes('sfu node is up')) ?? '{}'
	return Date.parse((JSON.parse(line) as { time: string }).time)
}

/** CPU time of the node's mediasoup worker until now. */
function workerCpuMs(sfuPid: number): number {
	for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
		const [head = '', rest = ''] = tryRead(`/proc/${pid}/stat`).split(/\) (?!.*\) )/)
		const fields = rest.split(' ')
		if (head.includes('(mediasoup-w') && Number(fields[1]) === sfuPid)
			return (Number(fields[11]) + Number(fields[12])) * 10
	}
	return Number.NaN
}

function tryRead(path: string): string {
	try {
		return readFileSync(path, 'utf8')
	} catch {
		return ''
	}
}
