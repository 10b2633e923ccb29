import type { Locale } from '@enshin/contracts/ids.ts'

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `1951-04-03` as people write a date of birth: 1951年4月3日, 3 Apr 1951. No weekday: nobody knows theirs. */
export function showBirthDate(date: string, locale: Locale): string {
	const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
	return locale === 'ja' ? `${year}年${month}月${day}日` : `${day} ${months[month - 1]} ${year}`
}
