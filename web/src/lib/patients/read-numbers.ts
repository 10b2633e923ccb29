/** The form's numbers and labels; an empty box takes away what was there. */
export function readNumbers(form: FormData) {
	const read = (name: string) => {
		const value = form.get(name)
		return typeof value === 'string' ? value.trim() || null : undefined
	}
	const labels = [...form.keys()].flatMap((name) =>
		name.startsWith('label-') ? [{ labelId: name.slice('label-'.length), value: read(name) ?? null }] : [],
	)
	return {
		chartNumber: read('chartNumber'),
		karteNumber: read('karteNumber'),
		...(labels.length > 0 && { labels }),
	}
}
