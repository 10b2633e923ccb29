import { makeProblem, type Problem } from '@enshin/contracts/errors.ts'
import type { begunChallenge, FactorProof, OpenedSession, StepUpProof } from '@enshin/contracts/sign-in.ts'
import { fail, type RequestEvent, redirect } from '@sveltejs/kit'
import type { z } from 'zod'
import { type Answer, ask } from '#lib/api/ask.ts'
import { keepSession } from './keep-session.ts'
import { readProof } from './read-proof.ts'

export type SentCode = Extract<z.infer<typeof begunChallenge>, { kind: 'sms' }> & { factorId: string }
/** What a page that asks for a proof shows after an answer. */
export type ProofForm = { problem: Problem | null; sent: SentCode | null }

type Give = (proof: StepUpProof) => Promise<Answer<OpenedSession>>

/** The action that takes a proof: a new token and the next page, or the same page with what was wrong. */
export async function prove({ request, cookies, locals, url }: RequestEvent, give: Give) {
	const form = await request.formData()
	const proof = readProof(form)
	const wrong = form.get('kind') === 'password' ? 'auth.password_wrong' : 'auth.code_wrong'
	const answer = proof ? await give(proof) : ({ ok: false, problem: makeProblem(wrong, locals.locale) } as const)
	if (answer.ok) redirect(303, keepSession(cookies, answer.data, url.searchParams.get('back')))
	// The step is over: the session it belonged to is no more.
	if (answer.problem.code === 'auth.required') redirect(303, '/')
	return fail<ProofForm>(answer.problem.status, { problem: answer.problem, sent: readSent(form) })
}

/** The action that sends a code by SMS. */
export async function sendCode({ request, locals }: RequestEvent) {
	const form = await request.formData()
	const factorId = String(form.get('factorId') ?? '')
	const asked = { kind: 'sms', factorId } as const
	const answer = await ask(locals.api.sessions.current.challenges.$post({ json: asked }), locals.locale)
	if (!answer.ok) return fail<ProofForm>(answer.problem.status, { problem: answer.problem, sent: null })
	if (answer.data.kind !== 'sms') return fail<ProofForm>(500, { problem: null, sent: null })
	return { problem: null, sent: { ...answer.data, factorId } } satisfies ProofForm
}

/** After a wrong code the question is still the same one. */
function readSent(form: FormData): SentCode | null {
	const [challengeId, factorId] = [form.get('challengeId'), form.get('factorId')]
	if (form.get('kind') !== 'sms' || !challengeId || !factorId) return null
	return { kind: 'sms', challengeId: String(challengeId), factorId: String(factorId), delivery: 'sent', others: [] }
}

export const isFactorProof = (proof: StepUpProof): proof is FactorProof => proof.kind !== 'password'
