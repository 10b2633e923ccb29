import * as of from '../entry.ts'

const byItsOwner = { sealedBy: { kind: { column: 'owner_kind' }, ownerColumn: 'owner_id' } } as const

/** What runs, and what it tells people. */
export const operations: of.Inventory = {
	notices: {
		title: 'お知らせ(メンテナンス、障害)',
		retention: 'facility_life',
		columns: {
			id: of.id,
			kind: of.open('メンテナンスか障害か'),
			facility_id: of.ofFacility,
			title_ja: of.open('件名'),
			title_en: of.open('件名(英語)'),
			body_ja: of.open('本文'),
			body_en: of.open('本文(英語)'),
			starts_at: of.open('始まり'),
			ends_at: of.open('終わりの予定'),
			closed_at: of.open('終わった日時'),
			report_ja: of.open('作業報告'),
			report_en: of.open('作業報告(英語)'),
			created_by: of.identifier('書いた運用者'),
			created_at: of.createdAt,
		},
	},
	outbox: {
		title: '送信するメールとSMS',
		retention: 'until_sent',
		columns: {
			id: of.id,
			channel: of.operational('メールかSMSか'),
			owner_kind: of.identifier('だれについての通知か(個人・施設)'),
			owner_id: of.identifier('だれについての通知か'),
			recipient: of.personal('送り先', byItsOwner),
			subject: of.personal('件名', byItsOwner),
			body: of.personal('本文', byItsOwner),
			status: of.operational('送信の状態'),
			attempts: of.operational('送信を試みた回数'),
			next_attempt_at: of.operational('次に試みる日時'),
			sent_at: of.log('送信した日時'),
			failure: of.log('失敗の種類'),
			created_at: of.createdAt,
		},
	},
	load_test_consents: {
		title: '負荷試験の同意',
		retention: 'audit',
		columns: {
			id: of.id,
			facility_id: of.ofFacility,
			token_hash: of.credential('同意の照合(ハッシュ値)'),
			opened_by: of.identifier('開始した運用者'),
			pairs: of.operational('架空の医師と患者の組の数'),
			expires_at: of.operational('期限'),
			closed_at: of.log('終えた日時'),
			created_at: of.createdAt,
		},
	},
	load_test_pairs: {
		title: '負荷試験の架空の医師と患者',
		retention: 'until_disposal',
		columns: {
			facility_id: of.ofFacility,
			n: of.operational('何番目の組か'),
			doctor_assignment_id: of.identifier('架空の医師の役割'),
			practitioner_id: of.identifier('架空の医師の予約枠'),
			patient_assignment_id: of.identifier('架空の患者の役割'),
			patient_id: of.identifier('架空の患者'),
		},
	},
	nodes: {
		title: '稼働中の中継サーバー',
		retention: 'running',
		columns: {
			id: of.identifier('サーバーの識別'),
			kind: of.operational('役割'),
			url: of.operational('接続先'),
			region: of.operational('所在地域'),
			capacity: of.operational('受けられる通話の数'),
			load: of.operational('受けている通話の数'),
			draining: of.operational('新しい通話を断っているか'),
			started_at: of.log('起動の日時'),
			expires_at: of.operational('生存の期限'),
			lot: of.operational('割り当て先を無作為に選ぶための番号'),
		},
	},
	placements: {
		title: '通話の置き場所',
		retention: 'running',
		columns: {
			call_id: of.identifier('どの通話か'),
			kind: of.operational('サーバーの役割'),
			node_id: of.identifier('どのサーバーか'),
			epoch: of.operational('置き換えの回数'),
			placed_at: of.log('置いた日時'),
		},
	},
}
