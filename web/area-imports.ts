import { readdirSync } from 'node:fs'
import type { Plugin } from 'vite'

const prefix = 'virtual:area/'
/** As they are called in `areas`, which is the name of their file in camel case. */
const areaNames = new Set(
	readdirSync(new URL('./src/lib/i18n/messages', import.meta.url)).map((file) =>
		file.replace(/[.]ts$/, '').replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()),
	),
)
const source = /\/web\/src\/(?:lib|routes)\/.*\.(?:svelte|ts)$/

/**
 * The texts of an area travel with the components that read them: what says `t.call.title` is made to import the area
 * `call`, which then is on every page that shows such a component, and on no other. All texts at once were 34 KB on every
 * page, gzipped, of which the page of a call reads a third.
 */
export function areaImports(): Plugin {
	return {
		name: 'area-imports',
		enforce: 'pre',
		resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : null),
		load(id) {
			if (!id.startsWith(`\0${prefix}`)) return null
			const area = id.slice(prefix.length + 1)
			const file = area.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)
			return [
				`import { ${area} } from '/src/lib/i18n/messages/${file}.ts'`,
				"import { addArea } from '/src/lib/i18n/loaded.ts'",
				`addArea('${area}', ${area})`,
			].join('\n')
		},
		transform(code, id) {
			if (!source.test(id) || id.includes('/i18n/')) return null
			const imports = areasRead(code).map((area) => `import '${prefix}${area}';`)
			if (imports.length === 0) return null
			const script = id.endsWith('.svelte') ? (/<script(?![^>]*\bmodule\b)[^>]*>/.exec(code)?.[0] ?? '') : ''
			const at = script ? code.indexOf(script) + script.length : 0
			// On a line that is there already, so that every other line keeps its number.
			return { code: code.slice(0, at) + imports.join('') + code.slice(at), map: null }
		},
	}
}

/** The areas that a file reads: by convention the catalogue is called `t` wherever it is. Throws where it is not. */
export function areasRead(code: string): string[] {
	if (!/\buseMessages\(|\bCatalogue\b/.test(code)) return []
	for (const [, name] of code.matchAll(/const ([^=]+) = useMessages\(/g))
		if (name !== 't') throw new Error(`The catalogue is to be called t, not ${name}: area-imports.ts finds it by that.`)
	return [...new Set([...code.matchAll(/\bt\.([a-z][A-Za-z]*)\b/g)].flatMap(([, name]) => name ?? []))].filter((name) =>
		areaNames.has(name),
	)
}
