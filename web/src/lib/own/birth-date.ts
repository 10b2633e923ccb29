/** Years as they are written in Japan: the first year of each era is 1. */
export const eras = ['western', 'showa', 'heisei', 'reiwa', 'taisho'] as const
export type Era = (typeof eras)[number]

const eraStarts: Record<Era, { before: number; from: string; to: string }> = {
	western: { before: 0, from: '1900-01-01', to: '9999-12-31' },
	taisho: { before: 1911, from: '1912-07-30', to: '1926-12-25' },
	showa: { before: 1925, from: '1926-12-25', to: '1989-01-07' },
	heisei: { before: 1988, from: '1989-01-08', to: '2019-04-30' },
	reiwa: { before: 2018, from: '2019-05-01', to: '9999-12-31' },
}

/** The four boxes of the question, as they were typed. */
export type TypedDate = { era: string; year: string; month: string; day: string }

/** `2020-02-29`, or null for a day that is none, or is not in its era. Whether it is too late, the contract says. */
export function readBirthDate({ era, year, month, day }: TypedDate): string | null {
	const known = eras.find((one) => one === era)
	const [y, m, d] = [year, month, day].map((text) => readNumber(text))
	if (!known || !y || !m || !d) return null
	const { before, from, to } = eraStarts[known]
	const date = `${String(before + y).padStart(4, '0')}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`
	const at = new Date(`${date}T00:00:00Z`)
	const isDay = !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === date
	return isDay && date >= from && date <= to ? date : null
}

/** What the boxes show for a date that was answered before. */
export function typedDate(date: string | undefined): TypedDate {
	const [year = '', month = '', day = ''] = date?.split('-') ?? []
	return { era: 'western', year, month: month.replace(/^0/, ''), day: day.replace(/^0/, '') }
}

/** 元年 is the first year; full-width digits are digits. */
function readNumber(text: string): number {
	const plain = text.normalize('NFKC').trim()
	if (plain === '元') return 1
	return /^\d{1,4}$/.test(plain) ? Number(plain) : 0
}
