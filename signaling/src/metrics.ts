import { type CallState, callState } from '@enshin/contracts/call.ts'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = ReturnType<typeof createMetrics>

type Watched = {
	connections: () => number
	callStates: () => CallState[]
	pendingEvents: () => number
	sfuNodesUp: () => number
}

/** Everything that Prometheus reads at /metrics. What can be counted when asked is counted then. */
export function createMetrics({ connections, callStates, pendingEvents, sfuNodesUp }: Watched) {
	const registry = new Registry()
	const registers = [registry]
	collectDefaultMetrics({ register: registry, prefix: 'enshin_signaling_' })
	const gauge = (name: string, help: string, value: () => number) =>
		new Gauge({
			name: `enshin_signaling_${name}`,
			help,
			registers,
			collect() {
				this.set(value())
			},
		})
	gauge('connections', 'Open WebSockets', connections)
	gauge('record_events_pending', 'Call events the api has not taken yet', pendingEvents)
	gauge('sfu_nodes_up', 'Sfu nodes whose control socket is up', sfuNodesUp)
	new Gauge({
		name: 'enshin_signaling_calls',
		help: 'Calls known here, by state',
		labelNames: ['state'],
		registers,
		collect() {
			const states = callStates()
			for (const state of callState.options) this.set({ state }, states.filter((each) => each === state).length)
		},
	})
	return {
		registry,
		requests: new Histogram({
			name: 'enshin_signaling_request_seconds',
			help: 'Requests answered, by method and outcome (ok, or the code of the Problem)',
			labelNames: ['method', 'outcome'],
			buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 5],
			registers,
		}),
		closes: new Counter({
			name: 'enshin_signaling_closes_total',
			help: 'WebSockets closed, by code or by why this side cut them',
			labelNames: ['why'],
			registers,
		}),
		refusedUpgrades: new Counter({
			name: 'enshin_signaling_refused_upgrades_total',
			help: 'Handshakes refused for their Origin',
			registers,
		}),
	}
}
