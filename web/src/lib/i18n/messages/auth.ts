import type { Messages } from '../messages.ts'

const ja = {
	welcome: {
		title: 'ようこそ',
		lead: 'Enshin 遠診は、ご自宅からビデオ通話で診察や服薬指導を受けるためのページです。',
		patientDoor: '患者の方',
		patientHint: '予約、診察、服薬指導',
		facilityDoor: '医療機関・薬局の方',
		facilityHint: '医師、薬剤師、スタッフ',
	},
	signIn: {
		title: 'サインイン',
		patientLead: '登録したメールアドレスとパスワードを入力してください。',
		facilityLead: 'この医療機関・薬局で使っているメールアドレスとパスワードを入力してください。',
		email: 'メールアドレス',
		password: 'パスワード',
		showPassword: 'パスワードを表示する',
		submit: 'サインインする',
		working: '確認しています',
		emailMissing: 'メールアドレスを入力してください。',
		passwordMissing: 'パスワードを入力してください。',
		toFacility: '医療機関・薬局の方はこちら',
		toPatient: '患者の方はこちら',
		otherFacility: 'ほかの医療機関・薬局にサインインする',
		needed: 'つづけるには、サインインしてください。',
	},
	facility: {
		title: '医療機関・薬局の方',
		lead: 'お使いの医療機関・薬局の名前(ID)を入力してください。',
		field: '医療機関・薬局のID',
		hint: 'サインインのアドレスの最後にある、半角の英数字です。例: sakura',
		submit: '次へ',
		door: (id: string) => `ID: ${id}`,
		missing: '半角の英数字とハイフンで入力してください。',
	},
	signedOut: 'サインアウトしました。',
}

const en: Messages<typeof ja> = {
	welcome: {
		title: 'Welcome',
		lead: 'With Enshin you see your doctor or your pharmacist by video, from home.',
		patientDoor: 'Patients',
		patientHint: 'Appointments, consultations, medication guidance',
		facilityDoor: 'Clinics and pharmacies',
		facilityHint: 'Doctors, pharmacists, staff',
	},
	signIn: {
		title: 'Sign in',
		patientLead: 'Enter the e-mail address and the password you registered.',
		facilityLead: 'Enter the e-mail address and the password you use at this clinic or pharmacy.',
		email: 'E-mail address',
		password: 'Password',
		showPassword: 'Show the password',
		submit: 'Sign in',
		working: 'Checking',
		emailMissing: 'Please enter your e-mail address.',
		passwordMissing: 'Please enter your password.',
		toFacility: 'For clinics and pharmacies',
		toPatient: 'For patients',
		otherFacility: 'Sign in to another clinic or pharmacy',
		needed: 'Please sign in to go on.',
	},
	facility: {
		title: 'Clinics and pharmacies',
		lead: 'Enter the name (ID) of your clinic or pharmacy.',
		field: 'Clinic or pharmacy ID',
		hint: 'The last part of your sign-in address, in plain letters and digits. For example: sakura',
		submit: 'Next',
		door: (id) => `ID: ${id}`,
		missing: 'Please use plain letters, digits and hyphens.',
	},
	signedOut: 'You have signed out.',
}

export const auth = { ja, en }
