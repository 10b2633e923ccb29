import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where things live that took long to make and are the same for every clone on this machine. */
export function cacheDir(env: NodeJS.ProcessEnv): string {
	return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'enshin')
}
