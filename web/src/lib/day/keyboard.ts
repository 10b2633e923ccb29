/** What the keys of the day's page act on. */
export type DayKeys = {
	search: () => HTMLInputElement | undefined
	clearSearch: () => void
	/** The row to begin with when none has the focus. */
	start: () => string | undefined
}

const isTyping = (target: EventTarget | null) =>
	target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable=true]') !== null

/**
 * `/` searches, arrows go through the rows, Enter opens one (it is a button), Esc leaves the search. For the window's
 * keydown; while a dialog is open, the keys are the dialog's.
 */
export function handleDayKey(event: KeyboardEvent, keys: DayKeys): void {
	if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
	if (document.querySelector('[role=dialog], [role=alertdialog]')) return
	const acted = event.target === keys.search() ? inSearch(event, keys) : !isTyping(event.target) && onPage(event, keys)
	if (acted) event.preventDefault()
}

function inSearch({ key }: KeyboardEvent, keys: DayKeys): boolean {
	if (key === 'ArrowDown' || key === 'Enter') return focusRow(rows()[0])
	if (key !== 'Escape') return false
	if (keys.search()?.value) keys.clearSearch()
	else keys.search()?.blur()
	return true
}

function onPage({ key }: KeyboardEvent, keys: DayKeys): boolean {
	if (key === '/') {
		keys.search()?.focus()
		return true
	}
	if (key === 'ArrowDown') return step(1, keys)
	if (key === 'ArrowUp') return step(-1, keys)
	const current = rowOfFocus()
	if (current && key === 'Home') return focusRow(rows()[0])
	if (current && key === 'End') return focusRow(rows().at(-1))
	return false
}

/** From anywhere in a row to the same place in its neighbour; from nowhere to the row whose turn it is. */
function step(by: 1 | -1, keys: DayKeys): boolean {
	const all = rows()
	const current = rowOfFocus()
	const at = current ? all.indexOf(current) : -1
	if (at !== -1) return focusRow(all[at + by])
	return focusRow(all.find(({ id }) => id === keys.start()) ?? all[0])
}

function rows(): HTMLElement[] {
	return [...document.querySelectorAll<HTMLElement>('[data-row]')]
}

function rowOfFocus(): HTMLElement | null {
	return document.activeElement?.closest('tr')?.querySelector<HTMLElement>('[data-row]') ?? null
}

function focusRow(row: HTMLElement | undefined): boolean {
	row?.focus()
	return row !== undefined
}
