/** A number as people in Japan read it: `+819012345678` is 090-1234-5678. Others stay as they are. */
export function showTelephone(e164: string): string {
	const national = e164.startsWith('+81') ? `0${e164.slice(3)}` : null
	if (national === null) return e164
	if (/^0[5789]0\d{8}$/.test(national)) return `${national.slice(0, 3)}-${national.slice(3, 7)}-${national.slice(7)}`
	if (/^0[36]\d{8}$/.test(national)) return `${national.slice(0, 2)}-${national.slice(2, 6)}-${national.slice(6)}`
	return /^0\d{9}$/.test(national) ? `${national.slice(0, 3)}-${national.slice(3, 6)}-${national.slice(6)}` : national
}
