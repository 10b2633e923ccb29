import type { Messages } from '../messages.ts'

const ja = {}

const en: Messages<typeof ja> = {}

export const patient = { ja, en }
