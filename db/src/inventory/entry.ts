/** 情報の種別, from the most to the least to be guarded. */
export const dataClasses = {
	key_material: '鍵',
	credential: '認証情報',
	medical: '医療情報(要配慮個人情報)',
	personal: '個人情報',
	blind_index: '検索用の照合値',
	identifier: '識別子',
	log: '記録・証跡',
	operational: '運用情報',
	public: '公開情報',
} as const
export type DataClass = keyof typeof dataClasses

/** 保存期間: how long, and what ends it. */
export const retentions = {
	until_disposal: '利用停止後の廃棄(鍵の破棄)まで',
	medical_record: '診療完結の日から5年(医師法24条に準じる)。その後の廃棄まで',
	audit: '5年以上。連鎖を保つため行は消さず、氏名等を含めない',
	proof: '無期限(廃棄の証明。氏名等を含めない)',
	facility_life: '医療機関・薬局の利用終了まで',
	until_removed: '設定した人が削除するまで',
	until_used: '使用または有効期限の後、掃除されるまで',
	session: 'セッションの終了または期限の後、掃除されるまで',
	until_sent: '送信の後、掃除されるまで',
	running: '稼働中のみ',
} as const
export type Retention = keyof typeof retentions

/** Under whose data key a cell is sealed. */
export interface SealedBy {
	/** The kind of owner, or the column of the row that says it. */
	kind: 'person' | 'facility' | { column: string }
	/** The column with the owner's id: of the row itself or, with `via`, of the row of another table that it points at. */
	ownerColumn: string
	via?: { column: string; table: string }
}

export interface ColumnEntry {
	class: DataClass
	/** 利用目的. */
	purpose: string
	/** Where it differs from the table's. */
	retention?: Retention
	sealedBy?: SealedBy
}

export interface TableEntry {
	/** What a person calls it. */
	title: string
	retention: Retention
	/** By the database's names. */
	columns: Record<string, ColumnEntry>
}

export type Inventory = Record<string, TableEntry>

const entry =
	(of: DataClass) =>
	(purpose: string, more: Partial<ColumnEntry> = {}): ColumnEntry => ({ class: of, purpose, ...more })

export const keyMaterial = entry('key_material')
export const credential = entry('credential')
export const medical = entry('medical')
export const personal = entry('personal')
export const blindIndex = entry('blind_index')
export const identifier = entry('identifier')
export const log = entry('log')
export const operational = entry('operational')
export const open = entry('public')

/** Of nearly every table. */
export const id = identifier('行の識別')
export const createdAt = log('登録日時')
export const ofFacility = identifier('どの医療機関・薬局のものか')

export const byFacility = { sealedBy: { kind: 'facility', ownerColumn: 'facility_id' } } as const
export const byPerson = { sealedBy: { kind: 'person', ownerColumn: 'person_id' } } as const
/** Under the key of the person whose credential the row belongs to. */
export const byCredential = {
	sealedBy: { kind: 'person', ownerColumn: 'person_id', via: { column: 'credential_id', table: 'credentials' } },
} as const
