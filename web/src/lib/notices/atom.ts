import type { Locale } from '@enshin/contracts/ids.ts'
import type { Notice } from '@enshin/contracts/operations.ts'
import type { Catalogue } from '#lib/i18n/index.ts'

/** Notices as an Atom feed (RFC 4287), in one language. */
export function atomFeed(notices: readonly Notice[], origin: string, t: Catalogue['notices'], locale: Locale): string {
	const updated = notices.map(updatedAt).sort().at(-1) ?? '1970-01-01T00:00:00Z'
	const entries = notices.map((notice) => entryOf(notice, t, locale))
	return [
		'<?xml version="1.0" encoding="utf-8"?>',
		`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${locale}">`,
		`<title>${xml(t.feed)}</title>`,
		`<id>${xml(origin)}/notices.xml</id>`,
		`<link rel="self" href="${xml(origin)}/notices.xml"/>`,
		'<author><name>Enshin</name></author>',
		`<updated>${updated}</updated>`,
		...entries,
		'</feed>',
	].join('\n')
}

function entryOf(notice: Notice, t: Catalogue['notices'], locale: Locale): string {
	const over = notice.closedAt === null ? [] : [t.over]
	const report = notice.report === null ? [] : [`${t.report}: ${notice.report[locale]}`]
	const text = [notice.body[locale], ...over, ...report].join('\n\n')
	return [
		'<entry>',
		`<id>urn:uuid:${notice.id}</id>`,
		`<title>${xml(`${t[notice.kind]}: ${notice.title[locale]}`)}</title>`,
		`<published>${notice.startsAt}</published>`,
		`<updated>${updatedAt(notice)}</updated>`,
		`<content type="text">${xml(text)}</content>`,
		'</entry>',
	].join('\n')
}

/** Its own times are those of the work; what a reader waits for is the report. */
const updatedAt = ({ closedAt, startsAt }: Notice) => closedAt ?? startsAt

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** What XML cannot hold is left out. */
const xml = (text: string) =>
	text.replace(/[^\P{Cc}\n\t]/gu, '').replace(/[&<>"']/g, (character) => entities[character] ?? '')
