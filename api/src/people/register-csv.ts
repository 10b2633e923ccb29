import type { ProofMethod, RegisterEntry } from '@enshin/contracts/accounts.ts'
import type { AssignmentStatus, Locale } from '@enshin/contracts/ids.ts'
import { tokyoClock, tokyoDay } from '@enshin/contracts/tokyo.ts'
import { byteOrderMark, csvLine } from '../access-log/csv.ts'
import { roleName } from '../notifications/templates/role-name.ts'

const heads: Record<Locale, string[]> = {
	ja: ['確認日時', '氏名', '役割', '状態', '確認方法', '確認した書類等', '確認した人'],
	en: ['Identified at', 'Name', 'Role', 'Status', 'Method', 'Document', 'Identified by'],
}

const methods: Record<ProofMethod, Record<Locale, string>> = {
	photo_id: { ja: '写真付き身分証', en: 'Photo ID' },
	two_documents: { ja: '書類2点', en: 'Two documents' },
	licence: { ja: '医師・薬剤師等の免許証', en: 'Professional licence' },
	my_number_card: { ja: 'マイナンバーカード', en: 'My Number card' },
	known_in_person: { ja: '面識あり', en: 'Known in person' },
}

const statuses: Record<AssignmentStatus, Record<Locale, string>> = {
	active: { ja: '有効', en: 'Active' },
	disabled: { ja: '停止中', en: 'Disabled' },
	removed: { ja: '削除済み', en: 'Removed' },
}

/** 本人確認台帳 as a file for a spreadsheet, its times in Japan's (`2026-11-22 09:30 +09:00`). */
export function registerCsv(entries: readonly RegisterEntry[], locale: Locale): string {
	const lines = entries.map(({ at, personName, role, status, method, document, checkedByName }) => {
		const moment = new Date(at)
		const when = `${tokyoDay(moment)} ${tokyoClock(moment)} +09:00`
		const words = [roleName(locale, role), statuses[status][locale], methods[method][locale]]
		return csvLine([when, personName, ...words, document, checkedByName])
	})
	return byteOrderMark + csvLine(heads[locale]) + lines.join('')
}
