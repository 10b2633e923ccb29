import { tokyoClock, tokyoDay } from '@enshin/contracts/tokyo.ts'

/** `2026-11-22 14:30 +09:00` */
export const inJst = (at: Date): string => `${tokyoDay(at)} ${tokyoClock(at)} +09:00`
