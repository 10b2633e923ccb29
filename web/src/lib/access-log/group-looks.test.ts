import type { LookAtMine } from '@enshin/contracts/access-log.ts'
import { expect, test } from 'vitest'
import { groupLooks } from './group-looks.ts'

const look = (at: string, more: Partial<LookAtMine> = {}): LookAtMine => ({
	at,
	action: 'appointment.list_day',
	actorName: '佐藤 恵子',
	facility: { id: '01a2030f-6c1a-7c3e-8a51-2f6c1a7c3e8a', name: 'さくら内科' },
	by: 'facility',
	...more,
})

test('the same look by the same person on one day is one line, at its last time', () => {
	const looks = [
		look('2026-11-22T05:30:00Z'),
		look('2026-11-22T05:20:00Z', { action: 'appointment.read' }),
		look('2026-11-22T05:10:00Z'),
		look('2026-11-22T05:00:00Z', { actorName: '山本 健一' }),
		// The evening before, in Japan.
		look('2026-11-21T14:59:00Z'),
	]
	expect(groupLooks(looks).map(({ at, count }) => `${at} ${count}`)).toEqual([
		'2026-11-22T05:30:00Z 2',
		'2026-11-22T05:20:00Z 1',
		'2026-11-22T05:00:00Z 1',
		'2026-11-21T14:59:00Z 1',
	])
})
