import type { Moment } from '../measure/moment.ts'

/** One look, as a line that can be read while it runs. */
export function progressLine(moment: Moment): string {
	const { atS, rooms, participants, receivedPerS, expected, lost, delayMs, servers, generator, saturated } = moment
	const clock = `${String(Math.floor(atS / 60)).padStart(2, '0')}:${String(Math.floor(atS % 60)).padStart(2, '0')}`
	const cpu = (share: number | undefined) => (share === undefined ? '–' : `${Math.round(share * 100)} %`)
	return [
		clock,
		`${rooms} rooms`,
		`${participants} people`,
		`${Math.round(receivedPerS).toLocaleString('en')} packets/s`,
		`lost ${expected === 0 ? '–' : `${((lost / expected) * 100).toFixed(2)} %`}`,
		`p95 ${delayMs ? `${delayMs.p95.toFixed(1)} ms` : '–'}`,
		`workers ${cpu(servers.worker?.cpu)}`,
		`generator ${cpu(generator.cpu)}`,
		...(saturated ? [`generator saturated: ${saturated}`] : []),
	].join('  ')
}
