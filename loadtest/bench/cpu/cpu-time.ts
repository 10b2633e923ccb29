import { readdirSync, readFileSync } from 'node:fs'

/** A tick of /proc/PID/stat's clocks (USER_HZ, which Linux keeps at 100 everywhere). */
const msPerTick = 10

/**
 * CPU time a process and its living threads have used so far, in ms: to the nanosecond from the scheduler's own account
 * where the kernel keeps one (/proc/PID/task/TID/schedstat), else in ticks of 10 ms (proc_pid_stat(5)).
 */
export function cpuMs(pid: number): number {
	try {
		const threads = readdirSync(`/proc/${pid}/task`)
		const used = threads.map((thread) => readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8'))
		return used.reduce((sum, text) => sum + Number(text.split(' ')[0]), 0) / 1e6
	} catch {
		const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
			.replace(/^.*\) /s, '')
			.split(' ')
		return (Number(fields[11]) + Number(fields[12])) * msPerTick
	}
}

/** Memory a process has in use, in MB (VmRSS). */
export function residentMb(pid: number): number {
	return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
}
