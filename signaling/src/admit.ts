import { ProblemError } from '@enshin/contracts/errors.ts'
import { closeCodes } from '@enshin/contracts/wire.ts'
import type { Admission, Context } from './context.ts'

/**
 * The frame of `join`, `resume` and `watch`: one of them, once, on a socket. What is told while it runs goes out after
 * its reply, so that a browser hears of changes only to what it has been given. A refused one gets its Problem, and the
 * socket closes.
 */
export async function admitting<Reply>(
	context: Context,
	work: (admit: (admission: Admission) => void) => Promise<Reply>,
): Promise<Reply> {
	const { connection } = context
	if (context.admission.as !== 'nobody') throw new ProblemError('request.out_of_order')
	context.admission = { as: 'pending' }
	connection.hold()
	try {
		return await work((admission) => {
			// A socket that closed while its token was checked must not be let in: nothing would ever let it out.
			if (!connection.isOpen) throw new ProblemError('unavailable')
			context.admission = admission
		})
	} catch (error) {
		connection.afterReply(() => connection.close(closeCodes.notAdmitted, 'refused'))
		throw error
	} finally {
		connection.afterReply(() => connection.release())
	}
}
