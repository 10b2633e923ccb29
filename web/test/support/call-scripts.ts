import { existsSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { buildFolder } from './web.ts'

/** What the patient's page of a call may load, gzipped, in bytes (performance.md). */
export const scriptLimitBytes = 200_000

type Manifest = {
	client: { imports: string[] }
	routes: {
		id: string
		page: { layouts: (number | undefined)[]; errors: (number | undefined)[]; leaf: number } | null
	}[]
}

/**
 * The scripts of the built page of a call and their sizes, gzipped: all that it imports, and of what it loads while the
 * patient waits the heaviest, which is mediasoup-client with the handler of one browser.
 */
export async function callScripts(): Promise<{ file: string; bytes: number }[]> {
	if (!existsSync(`${buildFolder}/handler.js`)) throw new Error('The pages are not built yet: `npm start` builds them.')
	const { manifest } = (await import(`${buildFolder}/server/manifest.js`)) as { manifest: Manifest }
	const page = manifest.routes.find(({ id }) => id === '/(call)/calls/[callId]')?.page
	if (!page) throw new Error('The build has no page of a call.')
	const nodes = [...page.layouts, ...page.errors, page.leaf].filter((node) => node !== undefined)
	const imports = await Promise.all(nodes.map(importsOf))
	const here = new Set([...manifest.client.imports, ...imports.flat()])
	const leaf = imports.at(-1)?.[0] ?? ''
	const later = loadedLater(leaf).map((file) => [...closure(file)].filter((needed) => !here.has(needed)).map(weigh))
	const heaviest = later.toSorted((one, other) => sum(other) - sum(one))[0] ?? []
	return [...[...here].map(weigh), ...heaviest]
}

export function sum(scripts: readonly { bytes: number }[]): number {
	return scripts.reduce((total, { bytes }) => total + bytes, 0)
}

async function importsOf(node: number): Promise<string[]> {
	return ((await import(`${buildFolder}/server/nodes/${node}.js`)) as { imports: string[] }).imports
}

function weigh(file: string): { file: string; bytes: number } {
	return { file, bytes: gzipSync(read(file)).length }
}

function read(file: string): string {
	return readFileSync(`${buildFolder}/client/${file}`, 'utf8')
}

/** A file and all that it imports, in turn. */
function closure(file: string, seen = new Set<string>()): Set<string> {
	if (seen.has(file)) return seen
	seen.add(file)
	for (const [, path] of read(file).matchAll(/(?:from|import)["'`](\.[^"'`]+)["'`]/g)) closure(beside(file, path), seen)
	return seen
}

function loadedLater(file: string): string[] {
	return [...read(file).matchAll(/import\(["'`](\.[^"'`]+)["'`]\)/g)].map(([, path]) => beside(file, path))
}

function beside(file: string, path = ''): string {
	return new URL(path, `file:///${file}`).pathname.slice(1)
}
