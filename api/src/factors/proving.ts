import type { Id } from '@enshin/contracts/ids.ts'
import type { ProofKind } from '@enshin/contracts/sign-in.ts'
import type { Account } from '../accounts/account.ts'
import type { SignInLimits } from '../accounts/sign-in-limits.ts'
import type { Work } from '../http/context.ts'
import type { Sms } from '../integrations/sms/sms.ts'

/** How factors are checked, beside the work itself. */
export type Proving = { work: Work; account: Account; webOrigin: string }
export type Proved = { kind: ProofKind; factorId: Id | null }

/** What it takes to send a code. */
export type SmsParts = { sms: Sms; limits: SignInLimits }
