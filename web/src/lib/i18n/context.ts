import type { Locale } from '@enshin/contracts/ids.ts'
import { createContext } from 'svelte'
import { type Format, formatFor } from '../format/index.ts'
import type { Catalogue } from './index.ts'
import { catalogueFor } from './loaded.ts'

type Language = { locale: () => Locale; messages: Catalogue; format: Format }
const [useLanguage, setLanguage] = createContext<Language>()

/** Called once, by the root layout. */
export function provideLanguage(locale: () => Locale): void {
	setLanguage({ locale, messages: catalogueFor(locale), format: formatFor(locale) })
}

/** The texts in the reader's language: `const t = useMessages()`, then `t.common.signOut`. */
export function useMessages(): Catalogue {
	return useLanguage().messages
}

/** Dates and times as the reader's language writes them, always in Asia/Tokyo. */
export function useFormat(): Format {
	return useLanguage().format
}

export function useLocale(): () => Locale {
	return useLanguage().locale
}
