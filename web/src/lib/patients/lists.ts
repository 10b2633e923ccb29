export const lists = ['approved', 'pending', 'refused'] as const
export type List = (typeof lists)[number]

/** Which list an address names; the approved ones otherwise. */
export function readList(text: string | null): List {
	return lists.find((one) => one === text) ?? 'approved'
}
