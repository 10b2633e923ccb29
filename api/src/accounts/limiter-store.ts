import type postgres from 'postgres'

/** Where rate-limiter-flexible counts: in Postgres, so that all api processes count together. */
export function limiterStore(sql: postgres.Sql) {
	return { storeClient: pooled(sql), storeType: 'pool', tableName: 'rate_limits', tableCreated: true }
}

/** What the limiter knows as a `pg` pool, over postgres.js. */
function pooled(sql: postgres.Sql) {
	return {
		async query({ text, values }: { text: string; values?: (string | number | null)[] }) {
			const rows = await sql.unsafe(text, values, { prepare: true })
			return { rows, rowCount: rows.count }
		},
	}
}
