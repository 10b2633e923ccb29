export type ShortcutActions = Record<'microphone' | 'camera' | 'messages' | 'fullScreen' | 'help', () => void>

/** The keys, as the help shows them. */
export const shortcutKeys = { microphone: 'M', camera: 'V', messages: 'C', fullScreen: 'F', help: '?' } as const

const storageKey = 'enshin.shortcuts'

/**
 * One-letter keys for the call. Speech input types letters by accident, so a person can turn them off (WCAG 2.1.4); they
 * rest while text is typed and while a dialog is open.
 */
export class Shortcuts {
	on = $state(true)
	readonly #actions: ShortcutActions

	constructor(actions: ShortcutActions) {
		this.#actions = actions
	}

	start(): () => void {
		this.on = localStorage.getItem(storageKey) !== 'off'
		const listen = (event: KeyboardEvent) => this.#take(event)
		document.addEventListener('keydown', listen)
		return () => document.removeEventListener('keydown', listen)
	}

	set(on: boolean): void {
		this.on = on
		localStorage.setItem(storageKey, on ? 'on' : 'off')
	}

	#take(event: KeyboardEvent): void {
		if (!this.on || event.ctrlKey || event.altKey || event.metaKey || event.repeat || isTyping(event.target)) return
		for (const [name, key] of Object.entries(shortcutKeys) as [keyof ShortcutActions, string][]) {
			if (event.key.toUpperCase() !== key) continue
			event.preventDefault()
			this.#actions[name]()
		}
	}
}

function isTyping(target: EventTarget | null): boolean {
	if (!(target instanceof HTMLElement)) return false
	return target.closest('input, textarea, select, dialog, [role="alertdialog"], [contenteditable]') !== null
}
