import { type Appointment, appointment as appointmentSchema } from '@enshin/contracts/api.ts'
import type { Problem } from '@enshin/contracts/errors.ts'
import type { Locale } from '@enshin/contracts/ids.ts'
import { z } from 'zod'
import type { SubmitFunction } from '$app/forms'
import { submitTo } from './submit.ts'

const changed = z.object({ appointment: appointmentSchema })

/** A form that books, moves or cancels an appointment through the actions of `/day`, whichever page it stands on. */
export class ChangeForm {
	busy = $state(false)
	problem = $state.raw<Problem | null>(null)
	/** Counted up when the chosen time turned out not to be free: the free times must be asked for anew. */
	stale = $state(0)
	readonly action: string
	/** For `use:enhance`. */
	readonly submit: SubmitFunction

	constructor(verb: 'book' | 'move' | 'cancel', locale: Locale, onDone: (appointment: Appointment) => void) {
		this.action = `/day?/${verb}`
		this.submit = submitTo({
			locale,
			read: (data) => changed.safeParse(data).data?.appointment ?? null,
			onBusy: (busy) => {
				this.busy = busy
				if (busy) this.problem = null
			},
			onProblem: (problem) => this.#fail(problem),
			onDone,
		})
	}

	/** Another choice is another question: what was wrong with the last one is over. */
	readonly forget = (): void => {
		this.problem = null
	}

	#fail(problem: Problem): void {
		this.problem = problem
		if (problem.code === 'appointment.slot_taken' || problem.code === 'appointment.not_a_slot') this.stale += 1
	}
}
