import type { EventName } from '@enshin/contracts/channel.ts'
import type { SfuProtocol } from '@enshin/contracts/sfu.ts'
import type { z } from 'zod'

/**
 * Tells every control connection. Events tell what nobody asked for; what a request did, its reply has told already. So
 * closing a producer tells of the consumers that others lost by it, and not of the producer.
 */
export type Tell = <E extends EventName<SfuProtocol>>(event: E, data: z.input<SfuProtocol['events'][E]>) => void
