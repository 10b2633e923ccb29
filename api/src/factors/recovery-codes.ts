import { createHash, randomBytes } from 'node:crypto'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { recoveryCodes } from '@enshin/db/schema/index.ts'
import { eq } from 'drizzle-orm'

const howMany = 10
/** 32 signs that nobody mistakes for one another; 16 of them are 80 bits. */
const signs = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** `ABCD-EFGH-JKLM-NPQR`. */
function newCode(): string {
	const drawn = [...randomBytes(16)].map((byte) => signs.charAt(byte % signs.length)).join('')
	return drawn.replace(/(.{4})(?=.)/g, '$1-')
}

/** Of the code without its hyphens, in capitals. */
export function hashRecoveryCode(code: string): string {
	return createHash('sha256').update(code.replaceAll('-', '')).digest('base64url')
}

/** Ten new codes in place of all before; shown once, kept as hashes. */
export async function replaceRecoveryCodes(db: Db, credentialId: Id): Promise<string[]> {
	const codes = Array.from({ length: howMany }, newCode)
	await db.delete(recoveryCodes).where(eq(recoveryCodes.credentialId, credentialId))
	await db
		.insert(recoveryCodes)
		.values(codes.map((code) => ({ id: newId(), credentialId, codeHash: hashRecoveryCode(code) })))
	return codes
}
