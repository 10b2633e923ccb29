import type { FacilityKind, Locale, Role, SecondFactorRule } from '@enshin/contracts/ids.ts'

/** Everybody in the demo signs in with it; a database with the demo in it must not be reachable by strangers. */
export const demoPassword = 'enshin-demo-2026'

export interface DemoFacility {
	slug: string
	code: string
	name: string
	kind: FacilityKind
	telephone: string
	/** Whether its people must have a second factor; `offered` spares a newcomer who looks around. */
	secondFactor: SecondFactorRule
}

export const demoFacilities: DemoFacility[] = [
	{
		slug: 'sakura',
		code: '1310001',
		name: 'さくら内科クリニック',
		kind: 'clinic',
		telephone: '03-5550-0101',
		secondFactor: 'offered',
	},
	{
		slug: 'minato',
		code: '1310002',
		name: 'みなと皮フ科クリニック',
		kind: 'clinic',
		telephone: '03-5550-0102',
		secondFactor: 'offered',
	},
	{
		slug: 'aoba',
		code: '1340001',
		name: 'あおば薬局',
		kind: 'pharmacy',
		telephone: '03-5550-0103',
		secondFactor: 'offered',
	},
	{
		slug: 'hinata',
		code: '1310003',
		name: 'ひなた小児科',
		kind: 'clinic',
		telephone: '03-5550-0104',
		secondFactor: 'required',
	},
]

export interface DemoPatient {
	birthDate: string
	sex: 'female' | 'male' | 'other'
	patientNumber: string
	/** E.164. */
	telephone: string
	/** 記号・番号, as on the card. */
	insuranceNumber: string
	/** By slug: the chart number where approved, null where the request still waits. */
	facilities: Record<string, string | null>
}

export interface DemoAccount {
	email: string
	/** Null for patients, who sign in on a page of their own. */
	facilitySlug: string | null
	role: Role
	name: string
	kana: string
	locale: Locale
	/** Set when the person can be booked. */
	title?: string
	patient?: DemoPatient
}

const ja = 'ja' as const

/**
 * 髙 and 﨑 are the variants that many fonts and encodings lose. The first of each kind come first: they are the ones
 * that a newcomer is told about.
 */
export const demoAccounts: DemoAccount[] = [
	patient('hanako', '髙橋 花子', 'たかはし はなこ', '1951-04-03', 'female', 1, {
		sakura: 'S-0001',
		minato: 'M-0001',
		aoba: 'A-0001',
	}),
	worker('doctor@sakura', 'doctor', '山本 健一', 'やまもと けんいち', '内科'),
	patient('taro', '﨑山 太郎', 'さきやま たろう', '1948-11-21', 'male', 2, { sakura: 'S-0002', aoba: 'A-0002' }),
	worker('pharmacist@aoba', 'pharmacist', '中村 さくら', 'なかむら さくら', '薬剤師'),
	worker('admin@sakura', 'doctor_admin', '佐藤 恵子', 'さとう けいこ', '院長・内科'),
	worker('staff@sakura', 'staff', '小林 美咲', 'こばやし みさき'),
	worker('admin@minato', 'doctor_admin', '渡邉 隆', 'わたなべ たかし', '院長・皮膚科'),
	worker('doctor@minato', 'doctor', '林 由美子', 'はやし ゆみこ', '皮膚科'),
	worker('admin@aoba', 'pharmacy_admin', '齋藤 誠', 'さいとう まこと', '管理薬剤師'),
	worker('admin@hinata', 'doctor_admin', '日向 葵', 'ひなた あおい'),
	{
		...patient('emily', 'Emily Carter', 'えみりー かーたー', '1988-07-15', 'female', 3, {
			sakura: 'S-0003',
			minato: null,
			aoba: 'A-0003',
		}),
		locale: 'en',
	},
	patient('midori', '吉田 みどり', 'よしだ みどり', '1962-02-28', 'female', 4, {
		sakura: 'S-0004',
		minato: 'M-0004',
		aoba: 'A-0004',
	}),
	patient('ichiro', '鈴木 一郎', 'すずき いちろう', '1979-09-09', 'male', 5, { sakura: 'S-0005', minato: 'M-0005' }),
	patient('naomi', '渡辺 直美', 'わたなべ なおみ', '1995-12-31', 'female', 6, { minato: 'M-0006', aoba: 'A-0006' }),
	patient('kenta', '伊藤 健太', 'いとう けんた', '2019-05-05', 'male', 7, { sakura: 'S-0007', minato: 'M-0007' }),
]

function worker(
	account: string,
	role: Exclude<Role, 'patient' | 'ops'>,
	name: string,
	kana: string,
	title?: string,
): DemoAccount {
	return { email: `${account}.example`, facilitySlug: account.split('@')[1] ?? '', role, name, kana, locale: ja, title }
}

function patient(
	account: string,
	name: string,
	kana: string,
	birthDate: string,
	sex: DemoPatient['sex'],
	number: number,
	facilities: DemoPatient['facilities'],
): DemoAccount {
	const patientNumber = `2026-${String(number).padStart(6, '0')}`
	return {
		email: `${account}@patient.example`,
		facilitySlug: null,
		role: 'patient',
		name,
		kana,
		locale: ja,
		patient: {
			birthDate,
			sex,
			patientNumber,
			telephone: `+81905550${1000 + number}`,
			insuranceNumber: `記号 ${4100 + number} 番号 ${70_000 + number}`,
			facilities,
		},
	}
}
