import type { Locale } from '@enshin/contracts/ids.ts'
import { dayOf, noonOf } from './day.ts'

type Parts = Partial<Record<Intl.DateTimeFormatPartTypes, string>>

const languages = { ja: 'ja-JP', en: 'en-GB' } as const

/** One formatter a language and shape: they are slow to make. */
const formatters = new Map<string, Intl.DateTimeFormat>()

function parts(locale: Locale, moment: Date, options: Intl.DateTimeFormatOptions): Parts {
	const key = `${locale}${JSON.stringify(options)}`
	const known = formatters.get(key)
	const formatter = known ?? new Intl.DateTimeFormat(languages[locale], { timeZone: 'Asia/Tokyo', ...options })
	if (!known) formatters.set(key, formatter)
	return Object.fromEntries(formatter.formatToParts(moment).map((part) => [part.type, part.value]))
}

// Texts are put together from parts, not taken whole: Node and the browser may know different revisions of a locale's
// patterns, and a page must read the same before and after it wakes up.
function dayText(locale: Locale, moment: Date, now: Date): string {
	const { year, month, day, weekday } = parts(locale, moment, {
		year: 'numeric',
		month: locale === 'ja' ? 'numeric' : 'short',
		day: 'numeric',
		weekday: 'short',
	})
	const otherYear = dayOf(moment).slice(0, 4) !== dayOf(now).slice(0, 4)
	if (locale === 'ja') return `${otherYear ? `${year}年` : ''}${month}月${day}日(${weekday})`
	return `${weekday} ${day} ${month}${otherYear ? ` ${year}` : ''}`
}

function timeText(moment: Date): string {
	const { hour, minute } = parts('en', moment, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
	return `${hour}:${minute}`
}

/** Dates and times as one language writes them, in Asia/Tokyo: 「11月22日(日) 14:30」, “Sun 22 Nov, 14:30”. */
export function formatFor(locale: () => Locale) {
	return {
		/** 「11月22日(日)」, with the year when it is not this one. Takes a moment or a calendar day. */
		day(when: Date | string, now = new Date()): string {
			const moment = typeof when === 'string' && when.length === 10 ? noonOf(when) : new Date(when)
			return dayText(locale(), moment, now)
		},
		/** 「14:30」 in both languages. */
		time(when: Date | string): string {
			return timeText(new Date(when))
		},
		/** 「11月22日(日) 14:30」 */
		dateTime(when: Date | string, now = new Date()): string {
			const moment = new Date(when)
			return `${dayText(locale(), moment, now)}${locale() === 'ja' ? ' ' : ', '}${timeText(moment)}`
		},
		/** 「14:30–14:45」 */
		span(from: Date | string, to: Date | string): string {
			return `${timeText(new Date(from))}–${timeText(new Date(to))}`
		},
		/** The pieces for a calendar's cell: 「11月」, 「22」, 「日」, 「日曜」 and 「11/22」; “Nov”, “22”, “Sun”, “Sun”, “22 Nov”. */
		dayParts(day: string) {
			const japanese = locale() === 'ja'
			const {
				month = '',
				day: number = '',
				weekday = '',
			} = parts(locale(), noonOf(day), {
				month: japanese ? 'numeric' : 'short',
				day: 'numeric',
				weekday: 'short',
			})
			return japanese
				? { month: `${month}月`, day: number, weekday, weekdayName: `${weekday}曜`, date: `${month}/${number}` }
				: { month, day: number, weekday, weekdayName: weekday, date: `${number} ${month}` }
		},
	}
}
export type Format = ReturnType<typeof formatFor>
