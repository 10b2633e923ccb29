import { connect } from './connection.ts'

/** The roles of the services (migrations/0004_tenants.sql), which own nothing and see what their scope shows. */
export const serviceRoles = { app: 'enshin_app', signaling: 'enshin_signaling' } as const
export type ServiceRole = keyof typeof serviceRoles

/**
 * Lets a service's role sign in to the database with this password, and returns the url it uses. `ownerUrl` needs the
 * right to change roles, as whoever created them has.
 */
export async function admitRole(ownerUrl: string, role: ServiceRole, password: string): Promise<string> {
	if (!/^[\w-]{16,}$/.test(password))
		throw new TypeError('a database password of 16 or more of A–Z a–z 0–9 _ - is needed')
	const client = connect({ url: ownerUrl, name: 'roles', max: 1 })
	try {
		// Utility statements take no parameters; both parts are of a form that needs no quoting.
		await client.unsafe(`alter role ${serviceRoles[role]} login password '${password}'`)
	} finally {
		await client.end({ timeout: 5 })
	}
	return urlAs(ownerUrl, role, password)
}

export function urlAs(ownerUrl: string, role: ServiceRole, password: string): string {
	const url = new URL(ownerUrl)
	url.username = serviceRoles[role]
	url.password = password
	return url.href
}
