import { findWorker } from '../../../bin/bootstrap/worker-path.ts'
import { root } from '../../../bin/root.ts'

/** The worker that the product would run here. */
export function ourWorker(): string {
	const worker = findWorker(root, process.env)
	if (!worker) throw new Error('There is no mediasoup worker: `pnpm bench` brings one')
	return worker
}
