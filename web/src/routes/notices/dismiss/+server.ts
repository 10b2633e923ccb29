import { redirect } from '@sveltejs/kit'
import { dismiss } from '#lib/notices/dismissed.ts'
import { safeBack } from '#lib/server/guard.ts'
import { ORIGIN } from '$app/env/private'

/** Closes a notice of maintenance on this browser, and goes back to the page it was on. */
export async function POST({ request, cookies }) {
	const form = await request.formData()
	dismiss(cookies, String(form.get('id')), ORIGIN?.startsWith('https:') ?? false)
	redirect(303, safeBack(String(form.get('back'))) ?? '/')
}
