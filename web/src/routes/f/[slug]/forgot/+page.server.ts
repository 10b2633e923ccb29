import { askForLink } from '#lib/auth/forgot.ts'

export function load({ params }) {
	return { slug: params.slug }
}

export const actions = { default: (event) => askForLink(event, event.params.slug) }
