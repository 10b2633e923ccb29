import { describe, expect, test } from 'vitest'
import { parseConfig } from './config.ts'

const secret = 'a-secret-of-the-house'
const needed = { ENSHIN_SFU_CONTROL_SECRET: secret }

describe('the configuration', () => {
	test('needs nothing but the secret, and leaves a core free', () => {
		const config = parseConfig(needed)
		expect(config).toMatchObject({ nodeId: 'sfu-1', host: '127.0.0.1', mediaPort: 0, abandonedGraceMs: 60_000 })
		expect(config.workers).toBeGreaterThanOrEqual(1)
	})

	test.each([
		[{}, 'ENSHIN_SFU_CONTROL_SECRET must be set'],
		[{ ENSHIN_SFU_CONTROL_SECRET: 'short' }, 'ENSHIN_SFU_CONTROL_SECRET must have at least 16'],
		[{ ...needed, ENSHIN_SFU_PORT: '70000' }, 'ENSHIN_SFU_PORT must be a whole number from 0 to 65535'],
		[{ ...needed, ENSHIN_SFU_PORT: '80a' }, 'ENSHIN_SFU_PORT must be a whole number'],
		[{ ...needed, ENSHIN_SFU_WORKERS: '0' }, 'ENSHIN_SFU_WORKERS must be a whole number from 1'],
		[{ ...needed, ENSHIN_SFU_LISTEN_IP: 'localhost' }, 'ENSHIN_SFU_LISTEN_IP must be an IP address'],
		[{ ...needed, ENSHIN_SFU_LISTEN_IP: '0.0.0.0' }, 'ENSHIN_SFU_ANNOUNCED_ADDRESS must be set when'],
		[{ ...needed, ENSHIN_SFU_ANNOUNCED_ADDRESS: 'http://a' }, 'ENSHIN_SFU_ANNOUNCED_ADDRESS must be an IP address or'],
		[{ ...needed, ENSHIN_SFU_MEDIA_PORT: '65535', ENSHIN_SFU_WORKERS: '2' }, 'ENSHIN_SFU_MEDIA_PORT must leave a port'],
		[{ ...needed, ENSHIN_LOG_LEVEL: 'loud' }, 'ENSHIN_LOG_LEVEL must be one of'],
	])('names the wrong variable and what it should be: %o', (env, message) => {
		expect(() => parseConfig(env)).toThrow(message)
	})

	test('names every wrong variable at once, and no value', () => {
		const wrong = { ENSHIN_SFU_CONTROL_SECRET: 'my-own-secret', ENSHIN_SFU_PORT: 'x' }
		const attempt = () => parseConfig(wrong)
		expect(attempt).toThrow(/CONTROL_SECRET.*\n?.*PORT|PORT.*\n?.*CONTROL_SECRET/s)
		expect(attempt).not.toThrow('my-own-secret')
	})

	test('takes an empty variable as unset', () => {
		expect(parseConfig({ ...needed, ENSHIN_SFU_ANNOUNCED_ADDRESS: '', ENSHIN_SFU_PORT: '' })).toMatchObject({
			announcedAddress: undefined,
			port: parseConfig(needed).port,
		})
	})
})
