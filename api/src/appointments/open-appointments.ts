import type { Appointment } from '@enshin/contracts/api.ts'
import type { Keys } from '@enshin/db/sealing/vault.ts'
import type { Access } from '../access-log/accessing.ts'
import { facility, openCellOrNull, person } from '../sealed/open-cells.ts'
import { openFacility } from '../sealed/open-facility.ts'
import { openOnce } from '../sealed/open-once.ts'
import { openName, openPatient } from '../sealed/open-person.ts'
import type { AppointmentRow } from './select-appointments.ts'

export type OpenedAppointment = Omit<AppointmentRow, 'facility' | 'practitioner' | 'patient' | 'guardian'> &
	Pick<Appointment, 'facility' | 'practitioner' | 'patient' | 'bookedByProxy'>

/** Rows with their names, which makes it an access to these patients' data. */
export async function openAppointments(access: Access, rows: AppointmentRow[]): Promise<OpenedAppointment[]> {
	return rows.map(await readKeys(access, rows))
}

/** What opens each of these rows, whose keys are read and whose access is noted. */
export async function readKeys(access: Access, rows: AppointmentRow[]) {
	const owners = rows.flatMap((row) => [
		person(row.patient.id),
		person(row.practitioner.personId),
		facility(row.facility.id),
		...(row.guardian ? [person(row.guardian.id)] : []),
	])
	const keys = await access.vault.keys(access.db, owners)
	access.touch(...rows.map(({ patient }) => patient.id))
	const openers = {
		facility: openOnce((row: AppointmentRow['facility']) => openFacility(keys, row)),
		practitioner: openOnce(({ id, personId, identity, title }: AppointmentRow['practitioner']) => ({
			id,
			title,
			...openName(keys, personId, identity),
		})),
	}
	return (row: AppointmentRow) => open(keys, openers, row)
}

type Openers = {
	facility: (row: AppointmentRow['facility']) => Appointment['facility']
	practitioner: (row: AppointmentRow['practitioner']) => Appointment['practitioner']
}

function open(keys: Keys, openers: Openers, { guardian, ...row }: AppointmentRow): OpenedAppointment {
	const { membershipId, chartNumber, patientNumber } = row.patient
	const chart = { table: 'memberships', column: 'chart_number', row: membershipId ?? '' }
	return {
		...row,
		facility: openers.facility(row.facility),
		bookedByProxy: guardian ? openName(keys, guardian.id, guardian.identity).name : null,
		practitioner: openers.practitioner(row.practitioner),
		patient: {
			id: row.patient.id,
			...openPatient(keys, row.patient.id, row.patient.identity),
			patientNumber,
			chartNumber: openCellOrNull(keys, facility(row.facility.id), chart, chartNumber),
		},
	}
}
