import * as of from '../entry.ts'

const own = { sealedBy: { kind: 'facility', ownerColumn: 'id' } } as const

/** Facilities, how they want their people to sign in, and what they look patients up by. */
export const facilities: of.Inventory = {
	facilities: {
		title: '医療機関・薬局',
		retention: 'facility_life',
		columns: {
			id: of.id,
			slug: of.open('ログインページの住所'),
			code: of.open('医療機関コード。患者が利用登録の相手を選ぶ'),
			name: of.open('名称の表示', own),
			kind: of.open('医療機関か薬局か'),
			telephone: of.open('患者への案内', own),
			second_factor: of.operational('二要素認証の要否'),
			password_profile: of.operational('パスワードの規則'),
			password_expiry_days: of.operational('パスワードの有効期間'),
			idle_lock_minutes: of.operational('離席時のロックまでの時間'),
			registered_devices_only: of.operational('登録端末に限るか'),
			stopped_at: of.log('サービス停止の日時'),
			created_at: of.createdAt,
		},
	},
	ip_rules: {
		title: '接続元IPアドレスの制限',
		retention: 'until_removed',
		columns: {
			id: of.id,
			facility_id: of.ofFacility,
			cidr: of.operational('接続を許すアドレス'),
			note: of.operational('設定した人の覚え書き', of.byFacility),
			created_at: of.createdAt,
		},
	},
	devices: {
		title: '登録端末',
		retention: 'until_removed',
		columns: {
			id: of.id,
			facility_id: of.ofFacility,
			name: of.operational('端末の呼び名', of.byFacility),
			secret_hash: of.credential('端末の照合(ハッシュ値)'),
			code_hash: of.credential('端末を登録する一回限りのコード(ハッシュ値)'),
			code_expires_at: of.operational('コードの有効期限'),
			registered_by: of.identifier('登録した人'),
			last_seen_at: of.log('最後に使われた日時'),
			revoked_at: of.log('登録を取り消した日時'),
			created_at: of.createdAt,
		},
	},
	memberships: {
		title: '利用登録(患者と施設)',
		retention: 'medical_record',
		columns: {
			id: of.id,
			patient_id: of.identifier('患者'),
			facility_id: of.ofFacility,
			status: of.operational('申請中・承認・却下'),
			chart_number: of.medical('診察券番号による照合', of.byFacility),
			chart_number_index: of.blindIndex('診察券番号による検索'),
			karte_number: of.medical('カルテNoによる照合', of.byFacility),
			karte_number_index: of.blindIndex('カルテNoによる検索'),
			refusal_reason: of.personal('却下の理由を患者に伝える', of.byFacility),
			decided_by: of.identifier('承認・却下した人'),
			decided_at: of.log('承認・却下の日時'),
			created_at: of.createdAt,
		},
	},
	labels: {
		title: '施設が作る項目',
		retention: 'until_removed',
		columns: {
			id: of.id,
			facility_id: of.ofFacility,
			name: of.operational('項目の名前', of.byFacility),
			created_at: of.createdAt,
		},
	},
	membership_labels: {
		title: '施設が作る項目の値',
		retention: 'medical_record',
		columns: {
			id: of.id,
			facility_id: of.ofFacility,
			membership_id: of.identifier('どの利用登録のものか'),
			label_id: of.identifier('どの項目か'),
			value: of.medical('患者の分類、照合', of.byFacility),
			value_index: of.blindIndex('項目の値による検索'),
		},
	},
	search_tokens: {
		title: '氏名検索の照合値',
		retention: 'until_disposal',
		columns: {
			facility_id: of.ofFacility,
			token: of.blindIndex('氏名・ふりがなの前方一致検索'),
			patient_id: of.identifier('患者'),
		},
	},
}
