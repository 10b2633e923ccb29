import { describe, expect, test, vi } from 'vitest'
import { Registry } from './registry.ts'

const thing = () => ({ close: vi.fn() })
const later = <T>() => Promise.withResolvers<T>()

describe('a registry', () => {
	test('lets whoever names one that is opening wait for it', async () => {
		const registry = new Registry<ReturnType<typeof thing>>()
		const { promise, resolve } = later<ReturnType<typeof thing>>()
		const opening = registry.open('a', () => promise)
		const found = registry.get('a')
		expect(registry.all).toEqual([])
		resolve(thing())
		expect(await found).toBe(await opening)
		expect(registry.all).toHaveLength(1)
	})

	test('brings nothing to life that was closed before it had opened', async () => {
		const registry = new Registry<ReturnType<typeof thing>>()
		const { promise, resolve } = later<ReturnType<typeof thing>>()
		const made = thing()
		const opening = registry.open('a', () => promise)
		registry.close('a')
		resolve(made)
		await expect(opening).rejects.toMatchObject({ code: 'media.unknown' })
		expect(made.close).toHaveBeenCalledOnce()
		expect(registry.all).toEqual([])
	})

	test('keeps the second of two under one id when the first was closed while opening', async () => {
		const registry = new Registry<ReturnType<typeof thing>>()
		const first = later<ReturnType<typeof thing>>()
		const second = thing()
		const opening = registry.open('a', () => first.promise)
		registry.close('a')
		await registry.open('a', async () => second)
		first.reject(new Error('too late'))
		await expect(opening).rejects.toThrow('too late')
		expect(await registry.get('a')).toBe(second)
		expect(second.close).not.toHaveBeenCalled()
	})

	test('forgets one that failed to open, so that it can be tried again', async () => {
		const registry = new Registry<ReturnType<typeof thing>>()
		await expect(registry.open('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
		expect(registry.has('a')).toBe(false)
		await expect(registry.get('a')).rejects.toMatchObject({ code: 'media.unknown' })
	})

	test('closes each once, however often it is asked', async () => {
		const registry = new Registry<ReturnType<typeof thing>>()
		const made = thing()
		await registry.open('a', async () => made)
		expect([registry.close('a'), registry.close('a')]).toEqual([true, false])
		registry.closeAll()
		expect(made.close).toHaveBeenCalledOnce()
	})
})
