import { z } from 'zod'
import { type Locale, locale } from './ids.ts'
import { passwordRefusal, passwordRefusalSentence } from './passwords.ts'

/**
 * Every error a person or a program can meet. The code is stable and safe to show; the sentence says what happened and
 * what to do. Internal causes never travel: they stay in the log under the request's id.
 */
const catalogue = {
	'request.invalid': [
		400,
		'入力に誤りがあります。内容をお確かめください。',
		'Something in the request is not right. Please check it.',
	],
	'request.not_json': [400, '送られた内容を読み取れませんでした。', 'The request could not be read.'],
	'request.too_large': [413, '送られた内容が大きすぎます。', 'The request is too large.'],
	'request.unsupported_type': [415, 'この形式の内容は受け取れません。', 'This content type is not accepted.'],
	'request.unknown': [
		404,
		'この操作はありません。画面を読み込みなおしてください。',
		'There is no such operation. Please reload the page.',
	],
	'request.out_of_order': [409, 'いまはこの操作ができません。', 'This cannot be done right now.'],
	'request.idempotency_key_missing': [
		400,
		'予約の受付番号がありません。画面を読み込みなおしてください。',
		'The request lacks an Idempotency-Key. Please reload the page.',
	],
	'request.idempotency_key_reused': [
		422,
		'同じ受付番号が別の内容に使われています。',
		'This Idempotency-Key was used for a different request.',
	],
	'rate.limited': [
		429,
		'操作が多すぎます。少し待ってからお試しください。',
		'Too many requests. Please wait a little and try again.',
	],
	internal: [
		500,
		'こちらの不具合で処理できませんでした。しばらくしてからお試しください。',
		'Something went wrong on our side. Please try again in a while.',
	],
	unavailable: [
		503,
		'ただいまつながりにくくなっています。しばらくしてからお試しください。',
		'The service is briefly unavailable. Please try again in a moment.',
	],
	timeout: [504, '返事がありませんでした。もう一度お試しください。', 'There was no answer in time. Please try again.'],
	'auth.required': [401, 'サインインしてください。', 'Please sign in.'],
	'auth.failed': [401, 'メールアドレスまたはパスワードが違います。', 'The e-mail address or the password is wrong.'],
	'password.refused': [
		422,
		'このパスワードは使えません。別のものにしてください。',
		'This password cannot be used. Please choose another.',
	],
	'auth.incomplete': [
		403,
		'サインインがまだ終わっていません。つづきをお済ませください。',
		'Signing in is not finished yet. Please complete the next step.',
	],
	'auth.locked': [
		423,
		'画面がロックされています。パスワードで開いてください。',
		'The screen is locked. Please open it with your password.',
	],
	'auth.step_up': [
		403,
		'大切な操作のため、もう一度ご本人の確認が必要です。',
		'For this, please confirm once more that it is you.',
	],
	'auth.password_wrong': [422, 'パスワードが違います。', 'The password is wrong.'],
	'auth.code_wrong': [
		422,
		'確認コードが違います。もう一度お確かめください。',
		'The code is wrong. Please check it and try again.',
	],
	'auth.code_used': [
		409,
		'この確認コードはすでに使われています。新しいコードを入力してください。',
		'This code was already used. Please enter a new one.',
	],
	'auth.code_expired': [
		410,
		'この確認コードは使えなくなりました。新しいコードを受け取ってください。',
		'This code can no longer be used. Please get a new one.',
	],
	'auth.passkey_failed': [
		422,
		'パスキーを確認できませんでした。もう一度お試しになるか、ほかの方法をお選びください。',
		'The passkey could not be confirmed. Please try again, or choose another way.',
	],
	'factor.last': [
		409,
		'この医療機関・薬局では二段階認証が必要なため、最後のひとつは削除できません。先に別の方法を登録してください。',
		'Two-step sign-in is required here, so the last one cannot be removed. Please add another one first.',
	],
	'factor.too_many': [
		409,
		'登録できる数をこえています。使っていないものを削除してください。',
		'There are too many. Please remove one that you no longer use.',
	],
	'link.invalid': [
		410,
		'このリンクは使えません。期限が切れたか、すでに使われています。もう一度お手続きください。',
		'This link cannot be used. It has expired or was already used. Please ask for a new one.',
	],
	'approval.needs_another': [
		403,
		'ご自身では決められません。ほかの管理者の承認が必要です。',
		'You cannot decide this yourself. Another administrator must approve it.',
	],
	'approval.none': [
		409,
		'この申請は、すでに決まったか、取り下げられたか、期限が切れています。',
		'This request has already been decided or withdrawn, or it has expired.',
	],
	'approval.waits': [
		409,
		'この人についての申請が、ほかの管理者の承認を待っています。',
		'A request about this person is already waiting for another administrator.',
	],
	'account.email_known': [
		409,
		'このメールアドレスの人は、すでに登録されています。',
		'Somebody with this e-mail address already has an account here.',
	],
	'account.invited_already': [
		409,
		'このメールアドレスには、すでに招待を送っています。招待の一覧から送りなおしてください。',
		'This e-mail address has already been invited. Please send the invitation again from the list.',
	],
	'account.last_admin': [
		409,
		'最後の管理者は、削除・停止・役割の変更ができません。先にほかの人を管理者にしてください。',
		'The last administrator cannot be removed, disabled or given another role. Please make somebody else one first.',
	],
	'account.role_not_here': [
		422,
		'この役割は、この施設では選べません。',
		'This role does not exist at this kind of facility.',
	],
	'account.not_bookable': [422, 'この役割の人は、予約枠を持てません。', 'Somebody in this role cannot be booked.'],
	'account.not_self': [
		409,
		'ご自分のアカウントは停止できません。ほかの管理者にお頼みください。',
		'You cannot disable your own account. Please ask another administrator.',
	],
	'account.removed': [
		409,
		'このアカウントは削除されています。もう一度招待してください。',
		'This account was removed. Please invite the person again.',
	],
	'account.reason_needed': [
		422,
		'管理者の削除と役割の変更には、理由と、ほかの管理者の承認が必要です。理由を入力してください。',
		'Removing an administrator, or giving them another role, takes a reason and the approval of another one. Please enter the reason.',
	],
	'account.not_identified': [
		409,
		'本人確認がまだ記録されていません。招待した管理者に、記録をお頼みください。',
		'Your identity has not been recorded yet. Please ask the administrator who invited you to record it.',
	],
	'account.proof_needed': [
		409,
		'先に本人確認を記録してください。本人確認台帳にない人のアカウントは有効にできません。',
		'Please record how this person was identified first. Nobody outside the register can be given access.',
	],
	'network.not_allowed': [
		403,
		'このネットワークからは利用できません。施設の管理者が許可した場所から接続してください。',
		'This network is not allowed. Please connect from a place that your administrator has allowed.',
	],
	'network.rule_invalid': [422, 'IPアドレスの入力に誤りがあります。', 'One of the IP addresses is not right.'],
	'network.would_lock_out': [
		409,
		'この設定では、いまお使いの接続元から入れなくなります。ご自分のアドレスを加えてください。',
		'With this, you yourself could no longer connect. Please add your own address.',
	],
	'device.not_registered': [
		403,
		'この端末は登録されていません。登録済みの端末を使うか、管理者に登録用のコードをお頼みください。',
		'This device is not registered. Please use one that is, or ask an administrator for a registration code.',
	],
	'device.would_lock_out': [
		409,
		'この設定では、いまお使いの端末から入れなくなります。先にこの端末を登録してください。',
		'With this, you could no longer sign in on this device. Please register it first.',
	],
	'device.code_wrong': [
		422,
		'このコードは使えません。入力の誤りか、期限切れです。',
		'This code cannot be used. It is mistyped or has expired.',
	],
	'emergency.not_here': [403, '非常時アカウントでは、この操作はできません。', 'An emergency account cannot do this.'],
	'auth.forbidden': [403, 'この操作をする権限がありません。', 'You are not allowed to do this.'],
	not_found: [404, '見つかりませんでした。', 'Not found.'],
	'appointment.slot_taken': [
		409,
		'この時間はたったいま埋まりました。ほかの時間をお選びください。',
		'This time has just been taken. Please choose another.',
	],
	'appointment.not_a_slot': [
		422,
		'この時間は予約できません。ほかの時間をお選びください。',
		'This time cannot be booked. Please choose another.',
	],
	'appointment.in_past': [422, '過ぎた時間は予約できません。', 'A time in the past cannot be booked.'],
	'appointment.overlaps_own': [409, '同じ時間にほかの予約があります。', 'You have another appointment at this time.'],
	'appointment.not_changeable': [
		409,
		'この予約はもう変更できません。医院にお電話ください。',
		'This appointment can no longer be changed. Please telephone the clinic.',
	],
	'membership.required': [
		403,
		'この医療機関の利用登録がまだ承認されていません。',
		'Your registration with this facility has not been approved yet.',
	],
	'contact.invalid': [
		422,
		'メールアドレスか携帯電話の番号を入力してください。',
		'Please enter an e-mail address or the number of a mobile telephone.',
	],
	'code.wrong': [
		422,
		'確認コードが違います。届いた6桁の数字をお確かめください。',
		'The code is wrong. Please check the six digits you received.',
	],
	'code.expired': [
		410,
		'この確認コードはもう使えません。新しいコードを送りなおしてください。',
		'This code can no longer be used. Please have a new one sent.',
	],
	'sign_up.expired': [
		410,
		'時間がたったため、はじめからやりなおしてください。入力した内容は残っています。',
		'It took too long. Please begin again; what you typed is still there.',
	],
	'sign_up.known': [
		409,
		'この連絡先はすでに登録されています。サインインしてください。',
		'This contact is registered already. Please sign in.',
	],
	'email.taken': [
		409,
		'このメールアドレスは使えません。別のものを入力してください。',
		'This e-mail address cannot be used. Please enter another.',
	],
	'membership.code_unknown': [
		404,
		'この医療機関コードは見つかりません。番号をお確かめください。',
		'There is no facility with this code. Please check the number.',
	],
	'membership.decided': [
		409,
		'この利用登録はすでに処理されています。画面を読み込みなおしてください。',
		'This registration has been decided already. Please reload the page.',
	],
	'membership.chart_number_taken': [
		409,
		'この診察券番号は、ほかの患者さんに使われています。',
		'This chart number belongs to another patient.',
	],
	'label.too_many': [409, '項目はこれ以上ふやせません。', 'No more labels can be added.'],
	'label.taken': [409, '同じ名前の項目があります。', 'There is a label of this name already.'],
	'proxy.required': [
		403,
		'この方の代理としては操作できません。ご自分の画面に戻ってください。',
		'You cannot act for this person. Please go back to your own pages.',
	],
	'proxy.own_only': [
		403,
		'この操作は、ご本人のアカウントの画面でだけできます。',
		'This can only be done for your own account.',
	],
	'family.too_many': [409, 'ご家族は10人まで登録できます。', 'You can add up to ten family members.'],
	'schedule.invalid': [
		422,
		'予約枠の時間が重なっているか、順序が逆です。',
		'The hours overlap, or end before they start.',
	],
	'join_token.invalid': [
		401,
		'入室の許可が正しくありません。予約の画面から入りなおしてください。',
		'The permission to enter is not valid. Please enter again from the appointment.',
	],
	'join_token.expired': [
		401,
		'入室の許可の期限が切れました。もう一度お試しください。',
		'The permission to enter has expired. Please try again.',
	],
	'join_token.used': [
		401,
		'入室の許可はすでに使われています。もう一度お試しください。',
		'The permission to enter was already used. Please try again.',
	],
	'session.unknown': [
		410,
		'接続が長く切れていたため、入りなおします。',
		'The connection was lost for too long; entering again.',
	],
	'call.not_joined': [409, 'まだ入室していません。', 'You have not entered yet.'],
	'call.not_called': [
		409,
		'先生がお呼びするまで、もう少しお待ちください。',
		'Please wait a little until you are called.',
	],
	'call.guest_absent': [
		409,
		'患者さんがまだ待合室に来ていません。',
		'The patient has not arrived in the waiting room yet.',
	],
	'call.ended': [410, 'この通話は終了しました。', 'This call has ended.'],
	'call.wrong_state': [409, 'いまはこの操作ができません。', 'This cannot be done in the present state of the call.'],
	'media.unknown': [404, 'この映像または音声は、もうありません。', 'This video or audio no longer exists.'],
	'media.refused': [
		422,
		'この端末の映像または音声の形式を受け取れませんでした。',
		"This device's video or audio format could not be accepted.",
	],
	'media.unavailable': [
		503,
		'映像の準備ができません。自動でやりなおします。',
		'Video is not available at the moment; trying again by itself.',
	],
	'chat.too_long': [
		422,
		'メッセージが長すぎます。2,000文字までにしてください。',
		'The message is too long. Please keep it under 2,000 characters.',
	],
	'telephone.invalid': [
		422,
		'SMSを受け取れる携帯電話の番号を入力してください。',
		'Please enter the number of a mobile telephone that can receive text messages.',
	],
	'telephone.unreadable': [
		422,
		'電話番号をお確かめください。市外局番から入力してください。',
		'Please check the telephone number. Enter it with its area code.',
	],
	'telephone.country_not_allowed': [
		422,
		'この国の電話番号にはSMSを送れません。',
		'Text messages cannot be sent to telephone numbers of this country.',
	],
	'load_test.too_many': [
		409,
		'この同意で使える架空の利用者の数をこえています。',
		'This consent has fewer synthetic people.',
	],
	'sms.not_sent': [
		502,
		'SMSを送れませんでした。番号をお確かめになるか、ほかの方法をお選びください。',
		'The text message could not be sent. Please check the number, or choose another way.',
	],
	'sms.no_answer': [
		504,
		'SMSが届かないかもしれません。しばらく待っても届かないときは、ほかの方法をお選びください。',
		'The text message may not arrive. If it has not come in a while, please choose another way.',
	],
} as const satisfies Record<string, readonly [number, string, string]>

export type ProblemCode = keyof typeof catalogue
export const problemCodes = Object.keys(catalogue) as [ProblemCode, ...ProblemCode[]]

/** RFC 9457 in the members we use. The same shape travels over HTTP and WebSocket. */
export const problem = z.object({
	type: z.string(),
	code: z.enum(problemCodes),
	status: z.number().int(),
	title: z.string(),
	/** Which inputs were wrong, for forms: a path such as `startsAt`, and a sentence. A refused password has a code, too. */
	issues: z.array(z.object({ path: z.string(), message: z.string(), code: passwordRefusal.optional() })).optional(),
	requestId: z.string().optional(),
	retryAfterMs: z.number().int().optional(),
})
export type Problem = z.infer<typeof problem>
export type ProblemExtras = Partial<Pick<Problem, 'issues' | 'requestId' | 'retryAfterMs'>>

export function makeProblem(code: ProblemCode, inLocale: Locale, extras: ProblemExtras = {}): Problem {
	const [status, ja, en] = catalogue[code]
	const made = { type: `urn:enshin:problem:${code}`, code, status, title: inLocale === 'ja' ? ja : en, ...extras }
	return made.issues ? { ...made, issues: made.issues.map((issue) => inWords(issue, inLocale)) } : made
}

/** A refusal is thrown as a code, because what throws it does not know its reader's language. */
function inWords(issue: NonNullable<Problem['issues']>[number], inLocale: Locale) {
	return issue.code ? { ...issue, message: passwordRefusalSentence(issue.code, inLocale) } : issue
}

export function problemStatus(code: ProblemCode): number {
	return catalogue[code][0]
}

/** What the domain throws. The transport that catches it turns it into a Problem in its reader's language. */
export class ProblemError extends Error {
	readonly code: ProblemCode
	readonly extras: ProblemExtras

	constructor(code: ProblemCode, extras: ProblemExtras = {}, options?: ErrorOptions) {
		super(code, options)
		this.name = 'ProblemError'
		this.code = code
		this.extras = extras
	}
}

/** The language a header such as `en-US,en;q=0.9,ja;q=0.8` asks for; Japanese unless English comes first. */
export function preferredLocale(acceptLanguage: string | null | undefined): Locale {
	const first = acceptLanguage?.split(',')[0]?.trim().slice(0, 2).toLowerCase()
	return locale.safeParse(first).data ?? 'ja'
}
