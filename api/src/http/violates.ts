/** Whether an error of the database's, however wrapped, is a row that this unique constraint does not let in (23505). */
export function violates(error: unknown, constraint: string): boolean {
	for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
		if ('constraint_name' in cause && cause.constraint_name === constraint) return true
	}
	return false
}
