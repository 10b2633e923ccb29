import type { LookAtMine } from '@enshin/contracts/access-log.ts'
import { actionDone } from '@enshin/contracts/access-log-words.ts'
import { assertUnreachable } from '@enshin/contracts/assert-unreachable.ts'
import type { Locale } from '@enshin/contracts/ids.ts'
import type { Catalogue } from '#lib/i18n/index.ts'

/** 「さくら内科クリニックの 佐藤 恵子 さんが、あなたの予約を見ました。」 */
export function lookSentence(look: LookAtMine, t: Catalogue['accessLog']['mine'], locale: Locale): string {
	const did = actionDone(look.action, locale)
	const who = look.actorName ?? t.somebody
	const place = look.facility?.name ?? t.here
	switch (look.by) {
		case 'facility':
			return t.byFacility(place, who, did)
		case 'operator':
			return t.byOperator(place, who, did)
		case 'proxy':
			return t.byProxy(who, did)
		case 'system':
			return t.bySystem(place, did)
		case 'me':
			return t.me(did)
		default:
			return assertUnreachable(look.by)
	}
}
