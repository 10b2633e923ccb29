import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

export type RemoteEnd = { pid: number; program: string; host: string; port: number }

/**
 * The far ends of all TCP and UDP sockets of a process and its children, as the kernel knows them at this moment (proc(5):
 * /proc/net/tcp). Sockets that only listen have none.
 */
export function remoteEndsOf(pid: number): RemoteEnd[] {
	const ends = ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((kind) => linesOf(`/proc/${pid}/net/${kind}`))
	const byInode = new Map(ends.map(({ inode, host, port }) => [inode, { host, port }]))
	return familyOf(pid).flatMap((member) =>
		socketsOf(member).flatMap((inode) => {
			const end = byInode.get(inode)
			return end && end.port !== 0 ? [{ pid: member, program: programOf(member), ...end }] : []
		}),
	)
}

function linesOf(file: string): { inode: string; host: string; port: number }[] {
	const lines = readFileSync(file, 'utf8').trim().split('\n').slice(1)
	return lines.map((line) => {
		const columns = line.trim().split(/\s+/)
		const [host = '', port = '0'] = (columns[2] ?? '').split(':')
		return { inode: columns[9] ?? '', host: addressOf(host), port: Number.parseInt(port, 16) }
	})
}

/** Words of four bytes in the machine's own order, the least significant byte first on all we run on. */
function addressOf(hex: string): string {
	const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => word.match(/../g)?.reverse() ?? [])
	if (bytes.length === 4) return bytes.map((byte) => Number.parseInt(byte, 16)).join('.')
	const groups = bytes.join('').match(/.{4}/g) ?? []
	return new URL(`http://[${groups.join(':')}]`).hostname
}

function familyOf(pid: number): number[] {
	const children = unlessGone(() => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8'), '')
	const pids = children.trim().split(/\s+/).filter(Boolean).map(Number)
	return [pid, ...pids.flatMap(familyOf)]
}

function socketsOf(pid: number): string[] {
	return unlessGone(() => readdirSync(`/proc/${pid}/fd`), []).flatMap((fd) => {
		const target = unlessGone(() => readlinkSync(`/proc/${pid}/fd/${fd}`), '')
		return target.match(/^socket:\[(\d+)\]$/)?.[1] ?? []
	})
}

function programOf(pid: number): string {
	return unlessGone(() => readFileSync(`/proc/${pid}/comm`, 'utf8').trim(), '')
}

/** Processes and sockets come and go between one look and the next. */
function unlessGone<T>(look: () => T, otherwise: T): T {
	try {
		return look()
	} catch {
		return otherwise
	}
}
