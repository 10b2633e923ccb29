import type { Locale, Role } from '@enshin/contracts/ids.ts'

const names: Record<Role, Record<Locale, string>> = {
	patient: { ja: '患者', en: 'patient' },
	doctor_admin: { ja: '医師(管理者)', en: 'doctor (admin)' },
	doctor: { ja: '医師(一般)', en: 'doctor' },
	staff: { ja: 'スタッフ', en: 'staff' },
	pharmacy_admin: { ja: '薬剤師(管理者)', en: 'pharmacist (admin)' },
	pharmacist: { ja: '薬剤師', en: 'pharmacist' },
	ops: { ja: '運用担当', en: 'operator' },
}

export const roleName = (locale: Locale, role: Role): string => names[role][locale]
