const eras = [
	{ from: '2019-05-01', first: 2019, letter: 'r', name: '令和', romaji: 'reiwa' },
	{ from: '1989-01-08', first: 1989, letter: 'h', name: '平成', romaji: 'heisei' },
	{ from: '1926-12-25', first: 1926, letter: 's', name: '昭和', romaji: 'showa' },
	{ from: '1912-07-30', first: 1912, letter: 't', name: '大正', romaji: 'taisho' },
] as const

/**
 * The ways people write a date without separators: `19800412`, `800412`, `12041980`, `s550412`, `昭和55年4月12日`, and its
 * pieces `1980`, `0412`.
 *
 * @param date `1980-04-12`; anything else has no spellings
 */
export function spellDate(date: string): string[] {
	const [, yyyy, mm, dd] = /^(\d{4})-(\d{2})-(\d{2})/.exec(date) ?? []
	if (!yyyy || !mm || !dd) return []
	const [m, d] = [String(Number(mm)), String(Number(dd))]
	const years = [yyyy, yyyy.slice(2)]
	const days = [...new Set([`${mm}${dd}`, `${m}${d}`, `${mm}${d}`, `${m}${dd}`])]
	const daysFirst = [...new Set([`${dd}${mm}`, `${d}${m}`])]
	const spellings = [yyyy, `${mm}${dd}`, `${dd}${mm}`, `${yyyy}${mm}`, `${m}月${d}日`, `${yyyy}年${m}月${d}日`]
	for (const year of years) {
		spellings.push(...days.map((day) => year + day), ...[...days, ...daysFirst].map((day) => day + year))
	}
	const era = eras.find(({ from }) => date >= from)
	if (era) {
		const year = Number(yyyy) - era.first + 1
		const two = String(year).padStart(2, '0')
		for (const y of new Set([String(year), two])) {
			for (const sign of [era.letter, era.name, era.romaji])
				spellings.push(sign + y, ...days.map((day) => sign + y + day))
			spellings.push(`${era.name}${y}年`, `${era.name}${y}年${m}月${d}日`, ...days.map((day) => y + day))
		}
		if (year === 1) spellings.push(`${era.name}元年`)
	}
	return [...new Set(spellings)]
}
