import type { DisposalCertificate } from '@enshin/contracts/operations.ts'
import type { CheckpointKey, CheckpointSigner } from '@enshin/db/access-log/sign-checkpoint.ts'

/** Signs for this installation; made for `disposalDomain`. */
export type Attestor = CheckpointSigner
export const disposalDomain = 'enshin-disposal/1\n'

type Unsigned = Omit<DisposalCertificate, 'keyId' | 'signature'>

export function certifyDisposal(attestor: Attestor, facts: Unsigned): DisposalCertificate {
	const said = { ...facts, keyId: attestor.keyId }
	return { ...said, signature: attestor.sign(textOf(said)) }
}

/** Whether a certificate is this key's, and as it was signed. */
export function isCertified(key: CheckpointKey, { signature, ...said }: DisposalCertificate): boolean {
	return said.keyId === key.keyId && key.isSigned(textOf(said), signature)
}

/** In one order: the database keeps a JSON object without its own. */
function textOf(said: Omit<DisposalCertificate, 'signature'>): string {
	return JSON.stringify(Object.entries(said).sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** For a person to read: 廃棄証明書. */
export function certificateText(certificate: DisposalCertificate): string {
	const what = certificate.subject === 'person' ? '患者 / patient' : '施設 / facility'
	return [
		'廃棄証明書 / Certificate of disposal',
		'',
		`番号 / No.: ${certificate.id}`,
		`対象 / What: ${what} ${certificate.subjectId}`,
		`理由 / Reason: ${certificate.reason}`,
		`依頼 / Asked for: ${certificate.requestedAt} (${certificate.requestedBy})`,
		`実行 / Carried out: ${certificate.executedAt} (${certificate.executedBy})`,
		`方法 / Method: ${certificate.method}`,
		`破棄した鍵 / Keys destroyed: ${certificate.keysDestroyed}`,
		`署名 / Signature: ${certificate.keyId} ${certificate.signature}`,
	].join('\n')
}
