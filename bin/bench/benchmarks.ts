/** What `pnpm bench` can measure: a file that does it when it is imported, and what it needs on the machine. */
export interface Benchmark {
	file: string
	/** What is compared, in a line, for the overview. */
	summary: string
	/** Chromium, and the pages built. */
	browser?: boolean
	/** Debian packages beyond that, and whether it must be root (a network namespace of its own). */
	packages?: string[]
	root?: boolean
}

/** In the order in which `pnpm bench` runs them all. */
export const benchmarks: Record<string, Benchmark> = {
	join: { file: '../web/bench/join.ts', summary: 'click to first picture, against a direct connection', browser: true },
	page: {
		file: '../web/bench/page.ts',
		summary: "the patient's pages: weight, and start on a slow phone",
		browser: true,
	},
	sealing: { file: '../api/bench/sealing.ts', summary: "a day's list sealed and logged, against the same plain" },
}
