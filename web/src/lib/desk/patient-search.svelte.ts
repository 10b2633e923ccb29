import { type Appointment, appointment } from '@enshin/contracts/api.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import { z } from 'zod'
import { askWeb } from './ask-web.ts'

type Patient = Appointment['patient']
const answer = z.object({ patients: z.array(appointment.shape.patient) })

/** Long enough that typing a name asks once or twice, short enough to feel immediate. */
const pauseMs = 250

/** Finds patients while somebody types; only the answer to the last words counts. */
export class PatientSearch {
	/** Null before the first answer. */
	found = $state.raw<Patient[] | null>(null)
	failure = $state.raw<ProblemError | null>(null)
	#timer: ReturnType<typeof setTimeout> | undefined
	#asked = 0

	type(words: string): void {
		clearTimeout(this.#timer)
		const mine = ++this.#asked
		if (words.trim() === '') {
			this.found = null
			return
		}
		this.#timer = setTimeout(() => void this.#ask(words, mine), pauseMs)
	}

	async #ask(words: string, mine: number): Promise<void> {
		try {
			const { patients } = await askWeb(`/day/patients?${new URLSearchParams({ q: words.trim() })}`, answer)
			if (mine !== this.#asked) return
			this.failure = null
			this.found = patients
		} catch (error) {
			if (mine !== this.#asked) return
			this.failure = error instanceof ProblemError ? error : new ProblemError('unavailable')
		}
	}
}
