import { readStackFile, type StackFile } from '../../bin/stack/stack-file.ts'

/** The addresses and processes of the stack that global-setup.ts started, as they are at this moment. */
export function stack(): StackFile {
	const running = readStackFile(process.env.ENSHIN_E2E_DATA_DIR ?? '')
	if (!running) throw new Error('The stack of the browser tests does not run.')
	return running
}
