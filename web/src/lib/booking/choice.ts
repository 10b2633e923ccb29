/** What has been chosen so far. It lives in the address, so that Back, reload and a shared link all keep it. */
export type Choice = {
	facilityId: string | null
	/** A practitioner, or 「どの先生でも」; null before the question was answered. */
	who: string | 'any' | null
	/** The first day of the strip; null for today. */
	from: string | null
	day: string | null
	/** The chosen time, as an instant. */
	at: string | null
}

/** The address of `path` with a choice, changed in some of its parts. */
export function choiceHref(path: string, choice: Choice, change: Partial<Choice> = {}): string {
	const { facilityId, who, from, day, at } = { ...choice, ...change }
	const query = new URLSearchParams()
	for (const [name, value] of Object.entries({ facility: facilityId, who, from, day, at })) {
		if (value) query.set(name, value)
	}
	return query.size > 0 ? `${path}?${query}` : path
}
