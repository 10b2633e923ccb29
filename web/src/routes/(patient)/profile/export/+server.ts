import { load as from } from '#lib/api/load.ts'

/** Everything about oneself as one file: JSON, set apart line by line so that people can read it, too. */
export async function GET({ locals }) {
	const data = await from(locals, (api) => api.profile.export.$get())
	return new Response(`${JSON.stringify(data, null, '\t')}\n`, {
		headers: {
			'content-type': 'application/json; charset=utf-8',
			'content-disposition': 'attachment; filename="enshin-my-data.json"',
			'cache-control': 'no-store',
		},
	})
}
