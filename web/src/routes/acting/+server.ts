import { id } from '@enshin/contracts/ids.ts'
import { redirect } from '@sveltejs/kit'
import { clearActing, writeActing } from '#lib/server/acting.ts'

/** Begins to act for somebody of one's family, or, without anybody, goes back to one's own pages. */
export async function POST({ request, cookies }) {
	const wanted = id.safeParse((await request.formData()).get('patientId'))
	if (wanted.success) writeActing(cookies, wanted.data)
	else clearActing(cookies)
	redirect(303, '/home')
}
