/** Does the work for each item, at most `atOnce` at a time; answers in the items' order. Rejects with the first failure. */
export async function inParallel<Item, Result>(
	items: readonly Item[],
	atOnce: number,
	work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
	const results: Result[] = []
	const left = items.entries()
	const worker = async () => {
		// Shared: each takes the next one that nobody has.
		for (const [at, item] of left) results[at] = await work(item)
	}
	await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker))
	return results
}
