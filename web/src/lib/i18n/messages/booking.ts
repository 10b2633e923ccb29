import type { Messages } from '../messages.ts'

const ja = {
	title: '予約',
	changeTitle: '予約の変更',
	step: {
		facility: 'どこで受けますか',
		who: { clinic: 'どの先生にしますか', pharmacy: 'どの薬剤師にしますか' },
		when: 'いつにしますか',
		confirm: 'この内容で予約しますか',
		confirmChange: 'この時間に変更しますか',
	},
	facility: '医療機関・薬局',
	kind: { clinic: '診療', pharmacy: '服薬指導' },
	whoLabel: { clinic: '先生', pharmacy: '薬剤師' },
	anyone: { clinic: 'どの先生でも', pharmacy: 'どの薬剤師でも' },
	anyoneHint: 'いちばん多くの時間から選べます',
	changeWhat: (what: string) => `${what}を変える`,
	days: '日にち',
	free: '空きあり',
	full: '空きなし',
	laterDays: '次の 2 週間',
	earlierDays: '前の 2 週間',
	times: (day: string) => `${day} の空き時間`,
	morning: '午前',
	afternoon: '午後',
	evening: '夕方',
	noneFree: 'この期間に空いている時間はありません。',
	noneFreeHint: '次の 2 週間をご覧になるか、お電話でご相談ください。',
	noFacilities: '予約できる医療機関・薬局が、まだありません。',
	noFacilitiesHint: '受診する医療機関で利用登録が承認されると、ここから予約できます。',
	/** One sentence that repeats the choice; a line break marks where it may break, so that no name is torn apart. */
	sentence: {
		clinic: (when: string, facility: string, who: string) =>
			`${when} に、\n${facility}で\n${who}の\nオンライン診療を受けます。`,
		pharmacy: (when: string, facility: string, who: string) =>
			`${when} に、\n${facility}で\n${who}の\nオンライン服薬指導を受けます。`,
		clinicAnyone: (when: string, facility: string) =>
			`${when} に、\n${facility}で\nオンライン診療を受けます。\n先生は、予約のあとで\nお知らせします。`,
		pharmacyAnyone: (when: string, facility: string) =>
			`${when} に、\n${facility}で\nオンライン服薬指導を受けます。\n薬剤師は、予約のあとで\nお知らせします。`,
	},
	changeFrom: (when: string) => `いまの予約: ${when}`,
	submit: '予約する',
	submitting: '予約しています',
	submitChange: 'この時間に変更する',
	submittingChange: '変更しています',
	taken: (when: string) => `${when} は、たったいま埋まりました。`,
	takenHint: 'ほかの時間をお選びください。選んだ先生と日にちは、そのままです。',
	otherTime: 'ほかの時間を選ぶ',
	canCancelLater: '予約は、あとで変更や取り消しができます。',
}

const en: Messages<typeof ja> = {
	title: 'Book an appointment',
	changeTitle: 'Change the appointment',
	step: {
		facility: 'Which clinic or pharmacy?',
		who: { clinic: 'Which doctor would you like to see?', pharmacy: 'Which pharmacist would you like to see?' },
		when: 'Which time suits you?',
		confirm: 'Shall we book this?',
		confirmChange: 'Shall we move it to this time?',
	},
	facility: 'Clinic or pharmacy',
	kind: { clinic: 'Consultations', pharmacy: 'Medication guidance' },
	whoLabel: { clinic: 'Doctor', pharmacy: 'Pharmacist' },
	anyone: { clinic: 'Any doctor', pharmacy: 'Any pharmacist' },
	anyoneHint: 'The widest choice of times',
	changeWhat: (what) => `Change: ${what}`,
	days: 'Days',
	free: 'Free',
	full: 'Full',
	laterDays: 'Next 2 weeks',
	earlierDays: 'Previous 2 weeks',
	times: (day) => `Free times on ${day}`,
	morning: 'Morning',
	afternoon: 'Afternoon',
	evening: 'Evening',
	noneFree: 'There are no free times in these two weeks.',
	noneFreeHint: 'Please look at the next two weeks, or telephone.',
	noFacilities: 'There is no clinic or pharmacy to book with yet.',
	noFacilitiesHint: 'Once a clinic has approved your registration, you can book here.',
	sentence: {
		clinic: (when, facility, who) => `${when}: an online consultation with ${who} at ${facility}.`,
		pharmacy: (when, facility, who) => `${when}: online medication guidance with ${who} at ${facility}.`,
		clinicAnyone: (when, facility) =>
			`${when}: an online consultation at ${facility}. We will tell you which doctor once it is booked.`,
		pharmacyAnyone: (when, facility) =>
			`${when}: online medication guidance at ${facility}. We will tell you which pharmacist once it is booked.`,
	},
	changeFrom: (when) => `Your present appointment: ${when}`,
	submit: 'Book',
	submitting: 'Booking',
	submitChange: 'Move it to this time',
	submittingChange: 'Moving it',
	taken: (when) => `${when} has just been taken.`,
	takenHint: 'Please choose another time. Your doctor and day are still chosen.',
	otherTime: 'Choose another time',
	canCancelLater: 'You can change or cancel it later.',
}

export const booking = { ja, en }
