import type { Locale } from '@enshin/contracts/ids.ts'
import type { areas, Catalogue } from './index.ts'

const loaded = new Map<string, (typeof areas)[keyof typeof areas]>()

/** Called by the areas themselves when they are loaded, which is before any component that reads them (area-imports.ts). */
export function addArea<Name extends keyof typeof areas>(name: Name, texts: (typeof areas)[Name]): void {
	loaded.set(name, texts)
}

/** The texts in the language that `locale` gives at the moment of reading, so that a component follows a change. */
export function catalogueFor(locale: () => Locale): Catalogue {
	return new Proxy({} as Catalogue, {
		get(_, name) {
			const area = loaded.get(String(name))
			if (!area) throw new Error(`The texts of "${String(name)}" are not loaded.`)
			return area[locale()]
		},
	})
}
