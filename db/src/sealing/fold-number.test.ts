import { expect, test } from 'vitest'
import { foldNumber } from './fold-number.ts'

test.each([
	['Ｓ－０００１', 's-0001'],
	[' S‐0001 ', 's-0001'],
	['s ー 0001', 's-0001'],
	['2026−000123', '2026-000123'],
])('%j is found as %s', (typed, folded) => expect(foldNumber(typed)).toBe(folded))
