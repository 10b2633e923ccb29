import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { LabelMembership } from '@enshin/contracts/memberships.ts'
import { foldNumber } from '@enshin/db/sealing/fold-number.ts'
import type { Keys, Vault } from '@enshin/db/sealing/vault.ts'
import { violates } from '../http/violates.ts'
import { facility } from '../sealed/open-cells.ts'

type Where = { facilityId: Id; membershipId: Id }

/** 診察券番号 and カルテNo as columns of a membership; what is left out stays. */
export function sealNumbers(
	vault: Vault,
	keys: Keys,
	{ facilityId, membershipId }: Where,
	{ chartNumber, karteNumber }: Pick<LabelMembership, 'chartNumber' | 'karteNumber'>,
) {
	const seal = (column: string, text: string | null) =>
		text === null ? null : keys.seal(facility(facilityId), { table: 'memberships', column, row: membershipId }, text)
	const index = (purpose: 'chart_number' | 'karte_number', text: string | null) =>
		text === null ? null : vault.index(purpose, facilityId, foldNumber(text))
	return {
		...(chartNumber !== undefined && {
			chartNumber: seal('chart_number', chartNumber),
			chartNumberIndex: index('chart_number', chartNumber),
		}),
		...(karteNumber !== undefined && {
			karteNumber: seal('karte_number', karteNumber),
			karteNumberIndex: index('karte_number', karteNumber),
		}),
	}
}

/** For `catch`: another patient of the facility has this 診察券番号. */
export function numberTaken(error: unknown): never {
	throw violates(error, 'memberships_chart_number')
		? new ProblemError('membership.chart_number_taken', { issues: [{ path: 'chartNumber', message: 'taken' }] })
		: error
}
