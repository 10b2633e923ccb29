import { expect, test } from 'vitest'
import { lineStateOf } from './line-state.ts'

const good = {
	connection: 'open',
	talking: true,
	receiving: true,
	send: 'connected',
	recv: 'connected',
	quality: { level: 'good', side: 'own' },
} as const

test.each([
	['all stands', {}, 'good'],
	['the first reading is yet to come', { quality: { level: 'unknown', side: 'own' } }, 'good'],
	['the socket is lost while media flows', { connection: 'reconnecting' }, 'reconnecting'],
	['one path is interrupted', { send: 'disconnected' }, 'reconnecting'],
	['one path failed', { recv: 'failed' }, 'reconnecting'],
	['the picture’s path is being found', { recv: 'connecting' }, 'connecting'],
	['a picture is on its way and its path has not begun', { recv: 'new' }, 'connecting'],
	['neither side has a device', { recv: 'new', send: 'new', receiving: false }, 'good'],
	['nobody sends for want of devices', { send: 'new' }, 'good'],
	['in the waiting room no media is needed', { talking: false, recv: 'new', send: 'new' }, 'good'],
	['the first socket is opening', { connection: 'connecting' }, 'connecting'],
	['one’s own line is weak', { quality: { level: 'weak', side: 'own' } }, 'weakOwn'],
	['the other’s line is very weak', { quality: { level: 'poor', side: 'other' } }, 'poorOther'],
] as const)('%s', (_, change, expected) => {
	expect(lineStateOf({ ...good, ...change })).toBe(expected)
})
