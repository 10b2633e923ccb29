import { day as daySchema } from '@enshin/contracts/ids.ts'
import { tokyoDay } from '@enshin/contracts/tokyo.ts'
import { ask } from '#lib/api/ask.ts'

/** The calendar day an address asks for; today when it asks for none, or for nonsense. */
export function readDay(query: URLSearchParams, now: Date): string {
	return daySchema.safeParse(query.get('date')).data ?? tokyoDay(now)
}

export function askDay({ api, locale }: Pick<App.Locals, 'api' | 'locale'>, facilityId: string, date: string) {
	return ask(api.facilities[':facilityId'].day.$get({ param: { facilityId }, query: { date } }), locale)
}
