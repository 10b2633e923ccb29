import { load as from } from '#lib/api/load.ts'
import { exportAsText } from '#lib/own/export-as-text.ts'

/** Everything about oneself, to be read. */
export async function GET({ locals }) {
	const data = await from(locals, (api) => api.profile.export.$get())
	return new Response(exportAsText(data, locals.locale), {
		headers: {
			'content-type': 'text/plain; charset=utf-8',
			'content-disposition': 'attachment; filename="enshin-my-data.txt"',
			'cache-control': 'no-store',
		},
	})
}
