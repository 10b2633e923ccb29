import { ProblemError } from '@enshin/contracts/errors.ts'
import { signalingProtocol } from '@enshin/contracts/signaling.ts'
import { describe, expect, test } from 'vitest'
import {
	type Ground,
	type House,
	layOut,
	nobodys,
	type Objects,
	peerRoles,
	type Seat,
	sight,
	type TenantName,
	tenantNames,
} from './matrix/ground.ts'
import { type AskerKind, messageRules, type Outcome, type RequestType, type Rule } from './matrix/message-rules.ts'
import { type Browser, open } from './support/browser.ts'
import { runHouse } from './support/signaling.ts'

// Every request, as everybody, with what is one's own, the other one's in the call, another tenant's, and nobody's: the
// signaling half of the access matrix. Refusals come first, and after each of them nothing in either tenant may have
// changed; then everything that is allowed must work, or a refusal would prove nothing, and leave the other tenant alone.
const types = Object.keys(signalingProtocol.requests) as RequestType[]

type Asker = { name: string; kind: AskerKind; tenant: TenantName | null; socket: () => Promise<Browser>; seat?: Seat }
type Owner = { name: string; kind?: AskerKind; tenant: TenantName | null; objects: Objects; seat?: Seat }

test('every request is known here, with everything that it names', () => {
	expect(Object.keys(messageRules).toSorted()).toEqual(types.toSorted())
	for (const type of types) {
		const named = Object.keys(signalingProtocol.requests[type].data.shape).filter((key) =>
			/(Ids?|token|secret)$/.test(key),
		)
		expect(messageRules[type].names, type).toEqual(named)
		if (named.length > 0) expect(messageRules[type].named, type).toBeDefined()
	}
})

describe.each(types)('%s', (type) => {
	const rule = messageRules[type] as Rule<RequestType>

	test('moves nothing for whoever may not, and works for whoever may, in their own tenant alone', async () => {
		const house = await runHouse()
		const ground = await layOut(house, rule.stage)
		for (const asker of askersIn(house, ground))
			for (const owner of named(ground, asker)) {
				const outcome = expectedOf(rule, asker, owner)
				if (outcome === 'own') continue
				const before = await seen(house, ground)
				const what = `${asker.name} of ${owner.name}`
				expect(await ask(await asker.socket(), rule.data(owner.objects, asker.seat?.participant ?? null)), what).toBe(
					outcome === 'nothing' ? 'ok' : outcome,
				)
				expect(await seen(house, ground), what).toEqual(before)
			}

		for (const asker of askersIn(house, ground))
			for (const owner of named(ground, asker)) {
				if (expectedOf(rule, asker, owner) !== 'own') continue
				// A stranger's thing that may be named is named by one of the call: by then it is the call's own.
				if (owner.seat && owner.tenant !== asker.tenant && owner.kind !== asker.kind) continue
				const what = `${asker.name} of ${owner.name}`
				const others = tenantNames.filter((name) => name !== asker.tenant)
				const before = await Promise.all(others.map((name) => sight(house, ground[name])))
				await worksFor(house, ground, asker, owner, what)
				expect(await Promise.all(others.map((name) => sight(house, ground[name]))), what).toEqual(before)
			}
		if (rule.lets) await letsIn(house, ground)
	})

	async function ask(socket: Browser, data: unknown): Promise<string> {
		return await socket.request(type, data as never).then(
			() => 'ok',
			(error: unknown) => (error instanceof ProblemError ? error.code : String(error)),
		)
	}

	async function worksFor(house: House, ground: Ground, asker: Asker, owner: Owner, what: string): Promise<void> {
		const { seat, tenant } = asker
		const socket = await asker.socket()
		if (!seat || !tenant) return void expect(await ask(socket, rule.data(owner.objects, null)), what).toBe('ok')
		const mate = ground[tenant][asker.kind === 'host' ? 'guest' : 'host']
		const asking = { house, tenant: ground[tenant], me: seat, mate }
		await rule.before?.(asking)
		const reply = await socket.request(type, rule.data(owner.objects, seat.participant) as never)
		const elsewhere = ground[tenant === 'A' ? 'B' : 'A']
		for (const { objects } of [elsewhere.host, elsewhere.guest])
			expect(JSON.stringify(reply)).not.toContain(objects.text)
		await rule.works?.(reply, asking)
	}

	/** What is good for an entry lets into that place and no other. */
	async function letsIn(house: House, ground: Ground): Promise<void> {
		for (const name of tenantNames)
			for (const role of peerRoles) {
				const [tenant, other] = [ground[name], ground[name === 'A' ? 'B' : 'A']]
				const before = await sight(house, other)
				const reply = await (await open(house.url)).request(type, (await rule.lets?.in(tenant, tenant[role])) as never)
				rule.lets?.to(reply, tenant, tenant[role])
				expect(await sight(house, other), `${role} ${name}`).toEqual(before)
			}
	}

	function named(ground: Ground, asker: Asker): Owner[] {
		const owners = ownersIn(ground)
		// Where a request names nothing, whose it is makes no difference.
		if (rule.names.length === 0) return owners.filter(({ seat }) => seat === asker.seat)
		// A socket has four entries at once, and who was let in has had one.
		return rule.may.includes('nobody') && asker.kind !== 'nobody' ? owners.slice(1, 4) : owners
	}
})

function expectedOf(rule: Rule<RequestType>, asker: Asker, owner: Owner): Outcome {
	if (!rule.may.includes(asker.kind)) {
		if (rule.may.includes('nobody')) return 'request.out_of_order'
		return asker.seat ? 'auth.forbidden' : 'call.not_joined'
	}
	if (!rule.named || (asker.seat && asker.seat === owner.seat)) return 'own'
	if (owner.tenant === null) return rule.named.nobodys
	return asker.tenant === owner.tenant ? rule.named.mates : rule.named.strangers
}

function askersIn({ url }: House, ground: Ground): Asker[] {
	return [
		{ name: 'nobody', kind: 'nobody', tenant: null, socket: () => open(url) },
		...tenantNames.flatMap((tenant): Asker[] => {
			const { watcher } = ground[tenant]
			const seats = peerRoles.map((kind): Asker => {
				const seat = ground[tenant][kind]
				return { name: `${kind} ${tenant}`, kind, tenant, seat, socket: async () => seat.participant }
			})
			return [{ name: `watcher ${tenant}`, kind: 'watcher', tenant, socket: async () => watcher }, ...seats]
		}),
	]
}

function ownersIn(ground: Ground): Owner[] {
	return [
		...tenantNames.flatMap((tenant) =>
			peerRoles.map((role): Owner => {
				const seat = ground[tenant][role]
				return { name: `${role} ${tenant}`, kind: role, tenant, seat, objects: seat.objects }
			}),
		),
		{ name: 'nobody', tenant: null, objects: nobodys() },
	]
}

async function seen(house: House, ground: Ground) {
	return await Promise.all(tenantNames.map((name) => sight(house, ground[name])))
}
