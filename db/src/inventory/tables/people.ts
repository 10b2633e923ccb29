import * as of from '../entry.ts'

const own = { sealedBy: { kind: 'person', ownerColumn: 'id' } } as const

/** Who somebody is, and for whom they act. */
export const people: of.Inventory = {
	people: {
		title: '利用者(患者・医師・薬剤師・スタッフ)',
		retention: 'until_disposal',
		columns: {
			id: of.id,
			identity: of.personal('氏名・ふりがな・生年月日・性別(表示、検索、本人の確認、診療)', own),
			telephone: of.personal('連絡、緊急時の連絡', own),
			insurance_number: of.medical('保険資格の確認', own),
			patient_number: of.identifier('患者ID。施設をまたぐ患者自身の番号'),
			locale: of.operational('表示する言語'),
			left_at: of.log('利用停止の日時'),
			created_at: of.createdAt,
		},
	},
	proxies: {
		title: '代理(家族など)',
		retention: 'until_disposal',
		columns: {
			id: of.id,
			guardian_id: of.identifier('代理をする人'),
			patient_id: of.identifier('代理をされる患者'),
			relation: of.personal('続柄の表示'),
			ended_at: of.log('代理の終了日時'),
			created_at: of.createdAt,
		},
	},
	identity_proofs: {
		title: '本人確認台帳',
		retention: 'audit',
		columns: {
			id: of.id,
			facility_id: of.ofFacility,
			person_id: of.identifier('確認された人'),
			method: of.log('確認の方法'),
			document: of.personal('確認に用いた書類', { ...of.byFacility, retention: 'until_disposal' }),
			checked_by: of.identifier('確認した人'),
			created_at: of.log('確認の日時'),
		},
	},
	assignments: {
		title: '所属と役割',
		retention: 'until_disposal',
		columns: {
			id: of.id,
			person_id: of.identifier('だれの役割か'),
			facility_id: of.ofFacility,
			role: of.operational('権限の判定'),
			status: of.operational('権限の判定(有効・停止・削除)'),
			emergency: of.operational('非常時アカウントの印'),
			status_changed_at: of.log('状態が変わった日時'),
			access_ended_at: of.log('通話に入る権利を失った日時'),
			created_at: of.createdAt,
		},
	},
	practitioners: {
		title: '予約できる医師・薬剤師',
		retention: 'medical_record',
		columns: {
			id: of.id,
			person_id: of.identifier('だれか'),
			facility_id: of.ofFacility,
			title: of.open('肩書きの表示'),
			withdrawn_at: of.log('予約の受付を終えた日時'),
			created_at: of.createdAt,
		},
	},
}
