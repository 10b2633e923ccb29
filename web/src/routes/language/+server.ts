import { locale as localeSchema } from '@enshin/contracts/ids.ts'
import { redirect } from '@sveltejs/kit'
import { safeBack } from '#lib/server/guard.ts'
import { writeLocale } from '#lib/server/session.ts'
import { ORIGIN } from '$app/env/private'

/** Keeps the chosen language on this browser, and goes back to the page it was chosen on. */
export async function POST({ request, cookies }) {
	const form = await request.formData()
	const chosen = localeSchema.safeParse(form.get('locale'))
	if (chosen.success) writeLocale(cookies, chosen.data, ORIGIN?.startsWith('https:') ?? false)
	redirect(303, safeBack(String(form.get('back'))) ?? '/')
}
