import type { Sms } from '../integrations/sms/sms.ts'
import type { SignInLimits } from './sign-in-limits.ts'

/** What signing in is done with, beside database and keys. */
export type SignInParts = {
	limits: SignInLimits
	/** What web proves itself with when it says whose address it saw. */
	serviceSecret: string
	webOrigin: string
	sms: Sms
}
