import { answerJson } from '#lib/desk/answer.ts'
import { askDay, readDay } from '#lib/desk/ask-day.ts'
import { facilityOf } from '#lib/desk/facility-of.ts'

/** The day's list, for a page that is open already. */
export async function GET({ locals, url }) {
	const now = new Date()
	const answer = await askDay(locals, facilityOf(locals), readDay(url.searchParams, now))
	return answerJson(answer.ok ? { ok: true, data: { now: now.toISOString(), ...answer.data } } : answer)
}
