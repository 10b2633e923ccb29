import type { CurrentSession } from '@enshin/contracts/sign-in.ts'

/** What every page knows of its session; who it is stands beside it, as `me`. */
export type PageSession = Omit<CurrentSession, 'me'>
