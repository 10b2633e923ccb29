import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')
const [light, dark] = [...css.matchAll(/:root\s*\{([^}]*#[^}]*)\}/g)].map(([, block = '']) => colours(block))

function colours(block: string): Record<string, string> {
	return Object.fromEntries([...block.matchAll(/--([a-z-]+):\s*(#[0-9a-f]{6});/g)].map(([, name, hex]) => [name, hex]))
}

/** WCAG 2.2's relative luminance. */
function luminance(hex: string): number {
	const [r = 0, g = 0, b = 0] = [1, 3, 5]
		.map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
		.map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
	return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
	const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
	return (high + 0.05) / (low + 0.05)
}

/** Foreground, background, and the least ratio: 7 for text (patients read it), 3 for borders and rings. */
const pairs: [string, string, number][] = [
	...['paper', 'surface', 'sunken'].flatMap((ground): [string, string, number][] => [
		['ink', ground, 7],
		['ink-soft', ground, 7],
		['teal-text', ground, 7],
		['red-text', ground, 7],
		['line-strong', ground, 3],
		['focus', ground, 3],
	]),
	['on-teal', 'teal', 7],
	['on-teal', 'teal-hover', 7],
	['on-red', 'red', 7],
	['on-red', 'red-hover', 7],
	['teal-text', 'teal-wash', 7],
	['ink', 'teal-wash', 7],
	['amber-text', 'amber-wash', 7],
	['ink', 'amber-wash', 7],
	['red-text', 'red-wash', 7],
	['ink', 'red-wash', 7],
	['info-text', 'info-wash', 7],
	['ink', 'info-wash', 7],
	['amber-line', 'surface', 3],
	['info-line', 'surface', 3],
	['teal', 'paper', 3],
	['red', 'surface', 3],
]

describe.each([
	['light', light],
	['dark', dark],
] as const)('in %s', (_theme, tokens) => {
	it.each(pairs)('%s stands out from %s by at least %d to 1', (front, ground, least) => {
		const [one, other] = [tokens?.[front], tokens?.[ground]]
		if (!one || !other) throw new Error(`no colour called ${one ? ground : front}`)
		expect(contrast(one, other)).toBeGreaterThanOrEqual(least)
	})
})
