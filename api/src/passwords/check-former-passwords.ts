import type { PasswordRefusal } from '@enshin/contracts/passwords.ts'
import {
	isSameAsRemembered,
	isSimilarToCurrent,
	isSimilarToRemembered,
	type RememberedPassword,
} from './similar-password.ts'

/**
 * Whether a new password is too much like those before it (Q17.1.1.6); empty when it is another. Ask it last: with five
 * remembered it takes up to about 1.5 s.
 *
 * @param current what was typed as the present password; null when it is reset by a link
 * @param remembered newest first, the present one among them
 */
export async function checkFormerPasswords(
	candidate: string,
	current: string | null,
	remembered: readonly RememberedPassword[],
): Promise<PasswordRefusal[]> {
	if (current !== null && current.normalize('NFC') === candidate.normalize('NFC')) return ['same_as_before']
	if (current !== null && isSimilarToCurrent(current, candidate)) return ['too_similar']
	if (await isSameAsRemembered(candidate, remembered)) return ['same_as_before']
	return (await isSimilarToRemembered(candidate, remembered)) ? ['too_similar'] : []
}
