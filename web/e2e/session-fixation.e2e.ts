import { request } from 'node:http'
import { demoPassword } from '@enshin/db/seed/demo-accounts.ts'
import { expect, test } from '@playwright/test'
import { stack } from './stack.ts'
import { signInAtApi } from './support/demo.ts'
import { signIn } from './support/pages.ts'

const name = '__Host-enshin_session'

/** Signs in through the form with the given Cookie header, as a browser would that somebody has planted cookies in. */
function signInWith(cookie: string): Promise<{ status: number; cookies: string[] }> {
	const { webUrl } = stack()
	const body = new URLSearchParams({ email: 'hanako@patient.example', password: demoPassword }).toString()
	const headers = { cookie, origin: webUrl, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' }
	return new Promise((resolve, reject) => {
		const sent = request(`${webUrl}/sign-in`, { method: 'POST', headers }, (response) => {
			response.resume()
			resolve({ status: response.statusCode ?? 0, cookies: response.headers['set-cookie'] ?? [] })
		})
		sent.on('error', reject).end(body)
	})
}

const sessionIn = (cookies: string[]) => cookies.find((line) => line.startsWith(`${name}=`))
const tokenIn = (line: string | undefined) => /=([^;]*)/.exec(line ?? '')?.[1] ?? ''
const personOf = async (token: string) => {
	const response = await fetch(`${stack().apiUrl}/me`, { headers: { authorization: `Bearer ${token}` } })
	return response.ok ? ((await response.json()) as { personId: string }).personId : response.status
}

test('a session that was planted before signing in is never the one after, and opens nothing', async () => {
	const planted = 'Zk3-9aQx_71bTTuWq2LmNeZk3-9aQx_71bTTuWq2LmN'
	for (const cookie of [`${name}=${planted}`, `${name}=${planted}; ${name}=${planted}x`, `enshin_session=${planted}`]) {
		const { status, cookies } = await signInWith(cookie)
		expect(status).toBe(303)
		const line = sessionIn(cookies)
		// The prefix binds it to this host, over TLS (RFC 6265bis, 4.1.3.2); scripts and other sites' forms do not get it.
		expect(line).toMatch(/; *Path=\/(;|$)/i)
		expect(line).toMatch(/; *Secure(;|$)/i)
		expect(line).toMatch(/; *HttpOnly(;|$)/i)
		expect(line).toMatch(/; *SameSite=Lax(;|$)/i)
		expect(line).not.toMatch(/; *Domain=/i)
		expect(tokenIn(line)).toMatch(/^[\w-]{43}$/)
		expect(tokenIn(line)).not.toBe(planted)
	}
	expect(await personOf(planted)).toBe(401)
})

test("a victim who signs in over somebody else's session gets one of their own, and that other one gains nothing", async () => {
	const attacker = await signInAtApi(stack(), 'ichiro@patient.example')
	const before = await personOf(attacker.token)
	const { cookies } = await signInWith(`${name}=${attacker.token}`)
	const own = tokenIn(sessionIn(cookies))
	expect(own).not.toBe(attacker.token)
	const victim = await personOf(own)
	expect(victim).not.toBe(before)
	expect([before, 401]).toContain(await personOf(attacker.token))
	// Twice is two sessions, not one that is known from before.
	expect(tokenIn(sessionIn((await signInWith(`${name}=${own}`)).cookies))).not.toBe(own)
})

test('a browser does not let a script, another path or another domain plant it, and signing out ends it at the api too', async ({
	page,
	context,
}) => {
	await page.goto('/sign-in')
	await page.evaluate((cookie) => {
		for (const attributes of ['Path=/', 'Path=/sign-in; Secure', 'Domain=localhost; Path=/; Secure', 'Secure']) {
			// biome-ignore lint/suspicious/noDocumentCookie: the way an attacker's script has.
			document.cookie = `${cookie}=planted; ${attributes}`
		}
	}, name)
	expect((await context.cookies()).filter((cookie) => cookie.name === name)).toEqual([])

	await signIn(page, 'hanako@patient.example')
	const session = (await context.cookies()).find((cookie) => cookie.name === name)
	expect(session).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', path: '/' })
	expect(await page.evaluate(() => document.cookie)).not.toContain('session')
	expect(await personOf(session?.value ?? '')).not.toBe(401)

	await context.request.post('/sign-out', { headers: { origin: stack().webUrl }, maxRedirects: 0 })
	expect(await personOf(session?.value ?? '')).toBe(401)
})
