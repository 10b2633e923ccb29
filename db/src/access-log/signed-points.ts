import type { ChainHead } from '@enshin/contracts/access-log.ts'

/**
 * What the checkpoints say of one chain: the hash that it had at some of its rows. All of them are kept, about 130 bytes
 * each, since each one may be the only that still knows a row that was rewritten right after it.
 */
export class SignedPoints {
	lastSeq = 0
	#hashes = new Map<number, string>()
	#disagreeing = new Set<number>()

	add({ seq, hash }: Omit<ChainHead, 'chain'>): void {
		const known = this.#hashes.get(seq)
		// Two checkpoints that disagree: one of them was signed after the chain had been written anew.
		if (known !== undefined && known !== hash) this.#disagreeing.add(seq)
		this.#hashes.set(seq, hash)
		this.lastSeq = Math.max(this.lastSeq, seq)
	}

	contradicts(seq: number, hash: string): boolean {
		const known = this.#hashes.get(seq)
		return this.#disagreeing.has(seq) || (known !== undefined && known !== hash)
	}
}
