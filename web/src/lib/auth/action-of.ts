/** A named form action on the page one is on, which keeps what its address says: where to go back to, which way to prove. */
export function actionOf(url: { searchParams: Iterable<[string, string]> }, name: string): string {
	const kept = [...url.searchParams].filter(([key]) => !key.startsWith('/'))
	const query = new URLSearchParams(kept).toString()
	return `?/${name}${query && `&${query}`}`
}
