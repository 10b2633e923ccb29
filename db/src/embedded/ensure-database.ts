import { connect } from '../connection.ts'

/** Makes a database on the server that `url` leads to where it has none of this name; answers its address. */
export async function ensureDatabase(url: string, name: string): Promise<string> {
	const client = connect({ url, name: 'start', max: 1 })
	try {
		const [known] = await client`select 1 from pg_database where datname = ${name}`
		if (!known) await client`create database ${client(name)}`
	} finally {
		await client.end({ timeout: 5 })
	}
	return urlOfDatabase(url, name)
}

/** The same server, another database. */
export function urlOfDatabase(url: string, name: string): string {
	const address = new URL(url)
	address.pathname = `/${name}`
	return address.href
}
