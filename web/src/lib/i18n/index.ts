import { accessLog } from './messages/access-log.ts'
import { accounts } from './messages/accounts.ts'
import { auth } from './messages/auth.ts'
import { booking } from './messages/booking.ts'
import { call } from './messages/call.ts'
import { common } from './messages/common.ts'
import { day } from './messages/day.ts'
import { dev } from './messages/dev.ts'
import { devices } from './messages/devices.ts'
import { errors } from './messages/errors.ts'
import { notices } from './messages/notices.ts'
import { own } from './messages/own.ts'
import { patient } from './messages/patient.ts'
import { patients } from './messages/patients.ts'
import { schedule } from './messages/schedule.ts'
import { security } from './messages/security.ts'
import { session } from './messages/session.ts'
import { settings } from './messages/settings.ts'
import { waiting } from './messages/waiting.ts'

/**
 * Every text of the web, by area, in both languages: all of it at once for the server and the tests, and only the types of
 * it for the browser, to which each area comes with the components that read it (loaded.ts).
 */
export const areas = {
	accessLog,
	accounts,
	settings,
	notices,
	common,
	auth,
	patient,
	booking,
	devices,
	waiting,
	call,
	day,
	schedule,
	errors,
	dev,
	own,
	patients,
	security,
	session,
}

type Areas = typeof areas
export type Catalogue = { readonly [Area in keyof Areas]: Areas[Area]['ja'] }
