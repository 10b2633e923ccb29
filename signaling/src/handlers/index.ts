import type { Handlers } from '@enshin/contracts/channel.ts'
import type { SignalingProtocol } from '@enshin/contracts/signaling.ts'
import type { Context } from '../context.ts'
import { cancelRing } from './cancel-ring.ts'
import { sendChat } from './chat-send.ts'
import { closeProducer } from './close-producer.ts'
import { connect } from './connect.ts'
import { end } from './end.ts'
import { enter } from './enter.ts'
import { join } from './join.ts'
import { leave } from './leave.ts'
import { pauseConsumers } from './pause-consumers.ts'
import { pauseProducer } from './pause-producer.ts'
import { ping } from './ping.ts'
import { produce } from './produce.ts'
import { requestKeyframe } from './request-keyframe.ts'
import { restartIce } from './restart-ice.ts'
import { resume } from './resume.ts'
import { resumeConsumers } from './resume-consumers.ts'
import { resumeProducer } from './resume-producer.ts'
import { ring } from './ring.ts'
import { setCapabilities } from './set-capabilities.ts'
import { setLayers } from './set-layers.ts'
import { watch } from './watch.ts'

/** Every request of contracts/signaling.ts; a forgotten one is a type error. */
export const handlers: Handlers<SignalingProtocol, Context> = {
	join,
	resume,
	watch,
	ping,
	'call.ring': ring,
	'call.cancelRing': cancelRing,
	'call.enter': enter,
	'call.end': end,
	'call.leave': leave,
	'media.setCapabilities': setCapabilities,
	'media.connect': connect,
	'media.restartIce': restartIce,
	'media.produce': produce,
	'media.pauseProducer': pauseProducer,
	'media.resumeProducer': resumeProducer,
	'media.closeProducer': closeProducer,
	'media.resumeConsumers': resumeConsumers,
	'media.pauseConsumers': pauseConsumers,
	'media.setLayers': setLayers,
	'media.requestKeyframe': requestKeyframe,
	'chat.send': sendChat,
}
