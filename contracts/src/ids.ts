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

/** 患者; 医師(管理者), 医師(一般), スタッフ; 薬局の管理者, 薬剤師; and `ops`, who run Enshin and see no patient's data. */
export const role = z.enum(['patient', 'doctor_admin', 'doctor', 'staff', 'pharmacy_admin', 'pharmacist', 'ops'])
export type Role = z.infer<typeof role>

/** 診療 or 服薬指導. */
export const appointmentKind = z.enum(['consultation', 'guidance'])
export type AppointmentKind = z.infer<typeof appointmentKind>

export const facilityKind = z.enum(['clinic', 'pharmacy'])
export type FacilityKind = z.infer<typeof facilityKind>

/** Whether a role may be had at a facility of this kind: a pharmacy's roles are not a clinic's. */
export const rolesOf = {
	clinic: ['doctor_admin', 'doctor', 'staff'],
	pharmacy: ['pharmacy_admin', 'pharmacist'],
} as const satisfies Record<FacilityKind, readonly Role[]>

/** Disabled people may come back, removed ones may not; neither signs in. */
export const assignmentStatus = z.enum(['active', 'disabled', 'removed'])
export type AssignmentStatus = z.infer<typeof assignmentStatus>

/** 利用登録: 承認待ち, 承認済み, 拒否. */
export const membershipStatus = z.enum(['pending', 'approved', 'refused'])
export type MembershipStatus = z.infer<typeof membershipStatus>

export const factorKind = z.enum(['totp', 'passkey', 'sms'])
export type FactorKind = z.infer<typeof factorKind>

/**
 * `full` may do what its role may. The others may do one thing: give the second factor, enrol one where the facility asks
 * for it, or choose a new password where the old one has expired.
 */
export const sessionState = z.enum(['full', 'second_factor', 'enrolment', 'password_change'])
export type SessionState = z.infer<typeof sessionState>

/** Whether a facility's people must have a second factor. */
export const secondFactorRule = z.enum(['required', 'offered'])
export type SecondFactorRule = z.infer<typeof secondFactorRule>

/** `nist`: length, no expiry. `mhlw` 厚労省: mixed characters, expiry. */
export const passwordProfile = z.enum(['nist', 'mhlw'])
export type PasswordProfile = z.infer<typeof passwordProfile>

export const linkKind = z.enum(['invitation', 'password_reset'])
export type LinkKind = z.infer<typeof linkKind>

/** What one of a facility's admins asks for and another one decides. */
export const approvalKind = z.enum(['remove_admin', 'demote_admin', 'reset_factors', 'dispose_patient', 'stop_service'])
export type ApprovalKind = z.infer<typeof approvalKind>

export const disposalSubject = z.enum(['person', 'facility'])
export type DisposalSubject = z.infer<typeof disposalSubject>

export const noticeKind = z.enum(['maintenance', 'incident'])
export type NoticeKind = z.infer<typeof noticeKind>

export const outboxChannel = z.enum(['mail', 'sms'])
export const outboxStatus = z.enum(['pending', 'sending', 'sent', 'failed'])
