import type { ClassValue } from 'svelte/elements'

export type Tone = 'primary' | 'secondary' | 'quiet' | 'danger'

const tones: Record<Tone, string> = {
	primary: 'bg-teal text-on-teal hover:bg-teal-hover border-transparent',
	secondary: 'bg-surface text-teal-text border-line-strong hover:bg-teal-wash',
	quiet: 'bg-transparent text-teal-text border-transparent underline underline-offset-4 hover:bg-teal-wash',
	danger: 'bg-red text-on-red hover:bg-red-hover border-transparent',
}

/** A button's looks, for a button and for a link that acts like one. Height and padding come from the temperament. */
export function buttonClass(tone: Tone, wide: boolean, more?: ClassValue | null): ClassValue {
	return [
		'button inline-flex items-center justify-center gap-2 rounded-control border text-center font-semibold',
		'min-h-(--control) px-(--control-pad) py-2 leading-snug',
		'disabled:border-line disabled:bg-sunken disabled:text-ink-soft aria-disabled:opacity-80',
		tones[tone],
		wide && 'w-full',
		more,
	]
}
