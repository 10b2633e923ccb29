import { expect, test } from 'vitest'
import { areas } from '#lib/i18n/index.ts'
import { atomFeed } from './atom.ts'

const notice = {
	id: '01a2030f-6c1a-7c3e-8a51-2f6c1a7c3e8a',
	kind: 'maintenance' as const,
	facilityId: null,
	title: { ja: '更新 <A&B>', en: 'Update <A&B>' },
	body: { ja: '夜間に\u0007行います。', en: 'At night.' },
	startsAt: '2026-11-22T16:00:00.000Z',
	endsAt: '2026-11-22T18:00:00.000Z',
	closedAt: '2026-11-22T17:30:00.000Z',
	report: { ja: '終わりました。', en: 'Done.' },
}

test('a feed has each notice with its report, escaped, in the reader’s language', () => {
	const feed = atomFeed([notice], 'https://enshin.test', areas.notices.ja, 'ja')
	expect(feed).toContain('<title>メンテナンスのお知らせ: 更新 &lt;A&amp;B&gt;</title>')
	expect(feed).toContain('夜間に行います。')
	expect(feed).toContain('作業報告: 終わりました。')
	expect(feed).toContain('<updated>2026-11-22T17:30:00.000Z</updated>')
	expect(atomFeed([notice], 'https://enshin.test', areas.notices.en, 'en')).toContain('Report: Done.')
	expect(atomFeed([], 'https://enshin.test', areas.notices.en, 'en')).toContain('</feed>')
})
