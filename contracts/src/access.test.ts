import { expect, test } from 'vitest'
import { may } from './access.ts'
import { role } from './ids.ts'

const holders = (action: Parameters<typeof may>[1]) => role.options.filter((one) => may(one, action))

test('a patient never has host rights', () => {
	expect(holders('call.host')).toEqual(['doctor_admin', 'doctor', 'pharmacy_admin', 'pharmacist'])
	expect(holders('call.attend')).toEqual(['patient'])
})

test('only admins change schedules', () => {
	expect(holders('schedule.write')).toEqual(['doctor_admin', 'pharmacy_admin'])
})

test('a patient sees no list of other people', () => {
	for (const action of ['appointment.list_day', 'presence.watch', 'call.read_record', 'schedule.read'] as const)
		expect(may('patient', action)).toBe(false)
})
