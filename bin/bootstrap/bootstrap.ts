import { installDependencies } from './dependencies.ts'
import { step } from './step.ts'
import { buildWeb } from './web-build.ts'
import { ensureWorker } from './worker.ts'

/**
 * Brings what a fresh clone lacks, telling each step and its time. Until the dependencies are installed, nothing but
 * Node's own modules may be imported: this folder imports nothing else at all.
 */
export async function bootstrap(root: string, options: { web: boolean }): Promise<void> {
	await step('dependencies', (progress) => installDependencies(root, progress))
	await step('mediasoup worker', (progress) => ensureWorker(root, process.env, progress))
	if (options.web) await step('pages', (progress) => buildWeb(root, progress))
}
