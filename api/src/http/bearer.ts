/** The token of an `Authorization: Bearer …` header, the scheme in any case (RFC 9110, 11.1). */
export function bearer(header: string | undefined): string | undefined {
	return header?.match(/^Bearer +([\w\-.~+/]+=*)$/i)?.[1]
}
