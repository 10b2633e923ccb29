import type { Checkpoint } from '@enshin/contracts/access-log.ts'
import { readLines } from './read-lines.ts'
import { type CheckpointKey, hashOfLine, readCheckpoint } from './sign-checkpoint.ts'
import { SignedPoints } from './signed-points.ts'
import { zeros } from './verify.ts'

/** A line of a checkpoint file that cannot be believed: from there on the file says nothing. */
export type CheckpointFault = {
	file: string
	line: number
	/** `prev`: it does not follow the line before; `time`: it says to be older. */
	fault: 'unreadable' | 'unsigned' | 'prev' | 'time'
}

/** Reads a checkpoint file line by line, and holds each against the key and the line before. */
export async function readCheckpoints(
	file: string,
	keys: readonly CheckpointKey[],
	take: (checkpoint: Checkpoint, line: string) => void,
): Promise<CheckpointFault | undefined> {
	let prev = zeros
	let at = ''
	let number = 0
	for await (const line of readLines(file)) {
		number += 1
		const read = readCheckpoint(line, keys)
		if (typeof read === 'string') return { file, line: number, fault: read }
		if (read.prev !== prev) return { file, line: number, fault: 'prev' }
		if (read.at < at) return { file, line: number, fault: 'time' }
		prev = hashOfLine(line)
		at = read.at
		take(read, line)
	}
	return undefined
}

export type SignedLog = {
	points: Map<string, SignedPoints>
	faults: CheckpointFault[]
	checkpoints: number
	lastAt: string
}

/** What all these files together say of each chain. */
export async function gatherCheckpoints(files: readonly string[], keys: readonly CheckpointKey[]): Promise<SignedLog> {
	const log: SignedLog = { points: new Map(), faults: [], checkpoints: 0, lastAt: '' }
	for (const file of files) {
		const fault = await readCheckpoints(file, keys, ({ at, chains }) => {
			log.checkpoints += 1
			if (at > log.lastAt) log.lastAt = at
			for (const { chain, seq, hash } of chains) {
				const points = log.points.get(chain) ?? new SignedPoints()
				log.points.set(chain, points)
				points.add({ seq, hash })
			}
		})
		if (fault) log.faults.push(fault)
	}
	return log
}
