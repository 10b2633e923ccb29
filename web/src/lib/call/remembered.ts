import { z } from 'zod'

const deviceChoice = z.object({
	cameraId: z.string().optional(),
	microphoneId: z.string().optional(),
	speakerId: z.string().optional(),
})
export type DeviceChoice = z.infer<typeof deviceChoice>

const sending = z.object({ microphone: z.boolean(), camera: z.boolean() })
export type Sending = z.infer<typeof sending>

function read<T>(storage: () => Storage, key: string, schema: z.ZodType<T>): T | null {
	try {
		return schema.safeParse(JSON.parse(storage().getItem(key) ?? 'null')).data ?? null
	} catch {
		return null
	}
}

function write(storage: () => Storage, key: string, value: unknown): void {
	try {
		storage().setItem(key, JSON.stringify(value))
	} catch {
		// Private windows may refuse storage: then nothing is remembered, and everything else works.
	}
}

/** The devices chosen last, for every later call in this browser. */
export const rememberedDevices = {
	read: () => read(() => localStorage, 'enshin.devices', deviceChoice) ?? {},
	write: (choice: DeviceChoice) => write(() => localStorage, 'enshin.devices', choice),
}

/** Whether sound and picture were on, for a reload of this tab: whoever was silent must not be heard after it. */
export const rememberedSending = {
	read: () => read(() => sessionStorage, 'enshin.sending', sending) ?? { microphone: true, camera: true },
	write: (value: Sending) => write(() => sessionStorage, 'enshin.sending', value),
}
