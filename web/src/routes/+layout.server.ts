/** What every page knows: the language, and who is signed in. */
export function load({ locals }) {
	return { locale: locals.locale, me: locals.me }
}
