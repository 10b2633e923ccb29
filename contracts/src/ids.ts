import { z } from 'zod'

/** Every row and every real-time object is named by a UUID; rows by version 7, so that they sort by time. */
export const id = z.uuid()
export type Id = z.infer<typeof id>

/** A moment as ISO 8601 with an offset; stored UTC, shown in JST. */
export const instant = z.iso.datetime({ offset: true })

/** A calendar day in Asia/Tokyo, `2026-11-22`. */
export const day = z.iso.date()

/** A wall-clock time in Asia/Tokyo, `09:30`. */
export const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

export const locale = z.enum(['ja', 'en'])
export type Locale = z.infer<typeof locale>

export const role = z.enum(['patient', 'doctor_admin', 'doctor', 'staff', 'pharmacy_admin', 'pharmacist'])
export type Role = z.infer<typeof role>

/** 診療 or 服薬指導. */
export const appointmentKind = z.enum(['consultation', 'guidance'])
export type AppointmentKind = z.infer<typeof appointmentKind>

export const facilityKind = z.enum(['clinic', 'pharmacy'])
export type FacilityKind = z.infer<typeof facilityKind>
