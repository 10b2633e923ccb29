import { fold } from './fold.ts'
import type { PasswordContext } from './password-context.ts'
import { romajiSpellings } from './romanize.ts'
import { spellDate } from './spell-date.ts'

/** A word that somebody who knows the person or the facility would try. */
export interface KnownWord {
	/** Folded: NFKC, lower case, hiragana, no spaces. */
	text: string
	/**
	 * `anywhere`: refused wherever it is found. `alone`: refused where no letter touches it, since `mori` is also in
	 * `memories`. `worthless`: may be there, and makes nothing stronger.
	 */
	refused: 'anywhere' | 'alone' | 'worthless'
	whose: 'own' | 'facility'
}

/** Every spelling of what the context knows, once; a person's own before the facility's. */
export function knownWords({ person = {}, facility = {} }: PasswordContext): KnownWord[] {
	const own = [
		...[person.name, ...(person.words ?? [])].flatMap(nameParts),
		...nameParts(person.kana),
		...mailParts(person.email),
		...spellDate(person.birthDate ?? ''),
		...telephoneParts(person.telephone),
		...(person.numbers ?? []).flatMap(numberParts),
	]
	const facilitys = [
		...[facility.name, facility.kana, facility.slug, ...(facility.words ?? [])].flatMap(nameParts),
		...numberParts(facility.code),
		...telephoneParts(facility.telephone),
		...serviceWords,
	]
	const known = new Map<string, KnownWord>()
	const add = (whose: KnownWord['whose']) => (text: string) => {
		if (text.length >= 2 && !known.has(text)) known.set(text, { text, refused: weigh(text), whose })
	}
	own.forEach(add('own'))
	facilitys.forEach(add('facility'))
	return [...known.values()]
}

const serviceWords = ['enshin', '遠診', 'えんしん']

/** What every clinic is called says nothing of this one; and 内科 or `naika` is in many a sentence. */
const generic =
	/くりにっく|医院|病院|診療所|薬局|小児科|皮膚科|皮ふ科|耳鼻咽喉科|耳鼻科|整形外科|産婦人科|婦人科|精神科|心療内科|内科|外科|眼科|歯科|医療法人|医療|せんたー|総合|大学|clinic|hospital|pharmacy|medical|dental|center|centre/g
const genericRomaji = /^(kurinikku|iin|byouin|yakkyoku|naika|geka|ganka|shika|hifuka|shounika|sougou|daigaku|sentaa?)$/

/** 東京都港区 is 東京 and 港, too. */
const places = /(..)[都道府県市区町村]/gu

function weigh(text: string): KnownWord['refused'] {
	if (text.replace(generic, '') === '' || genericRomaji.test(text)) return 'worthless'
	if (/^\d+$/.test(text)) return text.length >= 5 ? 'anywhere' : text.length === 4 ? 'alone' : 'worthless'
	if (/^[\x20-\x7e]+$/.test(text)) return text.length >= 5 ? 'anywhere' : text.length >= 3 ? 'alone' : 'worthless'
	if (/\p{Script=Han}/u.test(text)) return 'anywhere'
	return text.length >= 3 ? 'anywhere' : 'alone'
}

/** The whole, each part, and neighbours turned round: 山田 太郎 gives 山田太郎, 太郎山田, 山田, 太郎. Kana also in letters. */
function nameParts(name: string | undefined): string[] {
	if (!name) return []
	const folded = fold(name)
	const parts = name
		.normalize('NFKC')
		.split(/[^\p{L}\p{M}\p{N}ー]+/u)
		.map(fold)
		.filter(Boolean)
	const pieces = parts.flatMap((part) => part.replace(generic, ' ').replace(places, '$1 ').split(' ').flatMap(byScript))
	const turned = [parts.join(''), [...parts].reverse().join('')]
	const written = [folded, ...turned, ...parts, ...pieces]
	const spelled = written.filter((text) => /^[ぁ-ゖー]+$/.test(text)).flatMap(romajiSpellings)
	const letters = parts.every((part) => /^[ぁ-ゖーa-z]+$/.test(part)) ? joinedSpellings(parts) : []
	return [...written, ...spelled, ...letters]
}

/** `yamadataro` as well as `yamadatarou`, and `tyamada`, `yamadat` as in many an address. */
function joinedSpellings(parts: string[]): string[] {
	const [family, given, ...rest] = parts.map(romajiSpellings)
	if (!family || !given || rest.length > 0) return []
	return family.flatMap((f) => given.flatMap((g) => [f + g, g + f, g.charAt(0) + f, f + g.charAt(0)]))
}

/** さくら通り gives さくら and 通り. */
function byScript(text: string): string[] {
	return text.match(/\p{Script=Han}{2,}|[ぁ-ゖー]+|[a-z]+|\d+/gu) ?? []
}

function mailParts(email: string | undefined): string[] {
	const [local = '', domain = ''] = fold(email ?? '').split('@')
	const labels = domain
		.split('.')
		.slice(0, -1)
		.flatMap((label) => [label, ...label.split('-')])
	const pieces = local.split(/[^a-z0-9]+/)
	const parts = [local, ...pieces, ...pieces.map((piece) => piece.replace(/\d+$/, '')), pieces.join(''), ...labels]
	return parts.filter((part) => part.length >= 3)
}

/** `090-1234-5678`, `+81 90 …`: all digits, without the leading zero, the last eight, the last four. */
function telephoneParts(telephone: string | undefined): string[] {
	const digits = (telephone ?? '').normalize('NFKC').replace(/\D/g, '')
	if (digits.length < 8) return []
	const national = digits.replace(/^(81|0)/, '')
	return [digits, `0${national}`, `81${national}`, national, national.slice(-8), national.slice(-4)]
}

/** `S-0001`: as written, without the sign, and its digits where they are not just a few. */
function numberParts(number: string | undefined): string[] {
	const folded = fold(number ?? '')
	const plain = folded.replace(/[^\p{L}\p{N}]/gu, '')
	return [folded, plain, plain.replace(/\D/g, '')].filter((part) => part.length >= 4)
}
