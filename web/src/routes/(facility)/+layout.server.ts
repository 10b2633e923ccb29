import { personHere } from '#lib/server/person.ts'

export function load({ locals }) {
	return { me: personHere(locals) }
}
