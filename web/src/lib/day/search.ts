import type { Appointment } from '@enshin/contracts/api.ts'

const katakanaToHiragana = 'ァ'.charCodeAt(0) - 'ぁ'.charCodeAt(0)

/** One form for all ways to type a name: full width or half, katakana or hiragana, with or without spaces. */
export function fold(words: string): string {
	return words
		.normalize('NFKC')
		.toLowerCase()
		.replace(/\s+/gu, '')
		.replace(/[ァ-ヶ]/gu, (kana) => String.fromCharCode(kana.charCodeAt(0) - katakanaToHiragana))
}

/** Whether the name, its ふりがな or one of the numbers holds the words. */
export function matches({ patient }: Pick<Appointment, 'patient'>, words: string): boolean {
	const wanted = fold(words)
	const texts = [patient.name, patient.kana, patient.patientNumber, patient.chartNumber ?? '']
	return texts.some((text) => fold(text).includes(wanted))
}
