import type { PasswordProfile } from '@enshin/contracts/passwords.ts'

/** Whose password it is, and under which rules. Leave out what is not known. */
export interface PasswordContext {
	profile: PasswordProfile
	/** Asks for 8 characters in place of 13. */
	hasSecondFactor: boolean
	person?: {
		/** With a space between family and given name: `髙橋 花子`. */
		name?: string
		/** `たかはし はなこ`. */
		kana?: string
		email?: string
		/** `1951-04-03`. */
		birthDate?: string
		telephone?: string
		/** 患者ID, 診察券番号, カルテNo, 保険証番号: whatever numbers they are known by. */
		numbers?: string[]
		/** Anything else: the names of the family, say. */
		words?: string[]
	}
	facility?: {
		name?: string
		kana?: string
		slug?: string
		code?: string
		telephone?: string
		/** 市区町村, the next station, the director's name. */
		words?: string[]
	}
}
