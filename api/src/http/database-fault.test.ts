import { DrizzleQueryError } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { databaseFault } from './database-fault.ts'

const withCode = (code: string) => Object.assign(new Error('from the driver'), { code })

test.each(['ECONNREFUSED', 'CONNECTION_CLOSED', '57P01', '57P03', '53300', '08006', '58030'])(
	'%s means that the database is away, also inside a query error',
	(code) => {
		expect(databaseFault(withCode(code))).toBe('unavailable')
		expect(databaseFault(new DrizzleQueryError('select 1', [], withCode(code)))).toBe('unavailable')
	},
)

test.each(['22021', '22003'])('%s, what Postgres cannot hold, is the fault of who sent it', (code) => {
	expect(databaseFault(withCode(code))).toBe('request.invalid')
})

test.each([withCode('42601'), withCode('23505'), new Error('a bug'), 'not an error', null])(
	'anything else is ours to mend: %s',
	(error) => {
		expect(databaseFault(error)).toBeNull()
	},
)
