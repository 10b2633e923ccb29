import * as of from '../entry.ts'

/** When a practitioner can be booked, what was booked, and the calls that came of it. */
export const appointments: of.Inventory = {
	appointments: {
		title: '予約',
		retention: 'medical_record',
		columns: {
			id: of.id,
			facility_id: of.ofFacility,
			practitioner_id: of.identifier('担当の医師・薬剤師'),
			patient_id: of.identifier('患者'),
			kind: of.medical('診療か服薬指導か'),
			status: of.medical('予約の状態'),
			during: of.medical('予約の日時'),
			starts_at: of.medical('予約の始まり(日時から計算)'),
			booked_by: of.identifier('予約した人'),
			created_at: of.createdAt,
			updated_at: of.log('変更の日時'),
		},
	},
	idempotency_keys: {
		title: '予約の二重送信の防止',
		retention: 'until_used',
		columns: {
			person_id: of.identifier('予約した人'),
			key: of.operational('送信の識別'),
			request_hash: of.operational('内容の照合(ハッシュ値)'),
			appointment_id: of.identifier('できた予約'),
			created_at: of.createdAt,
		},
	},
	schedules: {
		title: '予約枠設定',
		retention: 'facility_life',
		columns: {
			practitioner_id: of.identifier('医師・薬剤師'),
			slot_minutes: of.open('一枠の長さ'),
			updated_at: of.log('変更の日時'),
		},
	},
	weekly_hours: {
		title: '予約を受ける曜日と時間',
		retention: 'facility_life',
		columns: {
			practitioner_id: of.identifier('医師・薬剤師'),
			weekday: of.open('曜日'),
			from_time: of.open('始まり'),
			to_time: of.open('終わり'),
		},
	},
	days_off: {
		title: '休診日',
		retention: 'facility_life',
		columns: { practitioner_id: of.identifier('医師・薬剤師'), day: of.open('予約を受けない日') },
	},
	calls: {
		title: '通話',
		retention: 'medical_record',
		columns: {
			id: of.id,
			appointment_id: of.identifier('どの予約の通話か'),
			state: of.medical('通話の状態'),
			live_since: of.medical('通話が始まった日時'),
			ended_at: of.medical('通話が終わった日時'),
			end_reason: of.medical('終わった理由'),
			created_at: of.createdAt,
			updated_at: of.log('変更の日時'),
		},
	},
	call_events: {
		title: '通話の経過',
		retention: 'medical_record',
		columns: {
			id: of.id,
			call_id: of.identifier('どの通話か'),
			epoch_id: of.identifier('どの中継サーバーからの報告か'),
			seq: of.log('報告の順番'),
			at: of.log('起きた日時'),
			type: of.log('何が起きたか'),
			by_role: of.log('どちらの側がしたか'),
			from_state: of.log('前の状態'),
			to_state: of.log('後の状態'),
			reason: of.log('理由'),
			recorded_at: of.log('記録した日時'),
		},
	},
}
