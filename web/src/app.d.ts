import type { Me } from '@enshin/contracts/api.ts'
import type { Problem } from '@enshin/contracts/errors.ts'
import type { Locale } from '@enshin/contracts/ids.ts'
import type { ApiClient } from '#lib/api/client.ts'
import type { PageSession } from '#lib/auth/page-session.ts'

declare global {
	namespace App {
		interface Error {
			/** A Problem's code, which a person can read out to the clinic. */
			code: string
			/** Under which the log tells more. */
			requestId?: string
		}
		interface Locals {
			locale: Locale
			/** Null when nobody is signed in. */
			me: Me | null
			/** The session's state, whatever it may do; null when there is none. */
			session: PageSession | null
			/** Set when the api could not say who this is: pages for one group show it instead of asking to sign in. */
			outage: Problem | null
			api: ApiClient
			/** Names this request in the log and on an error page. */
			requestId: string
		}
		interface PageData {
			locale: Locale
			me: Me | null
			session: PageSession | null
		}
		interface PageState {
			panel?: string
		}
	}
}
