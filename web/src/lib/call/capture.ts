import type { DeviceChoice } from './remembered.ts'

export type Kind = 'camera' | 'microphone'

/** What is asked of a device: the chosen one, and no other. A face needs no more than 720p (performance.md). */
export function constraintsOf(kind: Kind, choice: DeviceChoice): MediaTrackConstraints {
	if (kind === 'microphone') {
		return {
			...(choice.microphoneId && { deviceId: { exact: choice.microphoneId } }),
			channelCount: { ideal: 1 },
			echoCancellation: { ideal: true },
			noiseSuppression: { ideal: true },
			autoGainControl: { ideal: true },
		}
	}
	return {
		...(choice.cameraId ? { deviceId: { exact: choice.cameraId } } : { facingMode: { ideal: 'user' } }),
		width: { ideal: 1280 },
		height: { ideal: 720 },
		frameRate: { ideal: 30, max: 30 },
	}
}

export type Captured = Partial<Record<Kind, MediaStreamTrack>>

/**
 * Opens devices. Both at once first, so that the browser asks one question; when that fails, one by one, so that a
 * broken camera does not take the voice with it. Errors come back beside whatever could be opened.
 */
export async function capture(
	kinds: readonly Kind[],
	choice: DeviceChoice,
): Promise<{ tracks: Captured; errors: Partial<Record<Kind, unknown>> }> {
	try {
		return { tracks: await open(kinds, choice), errors: {} }
	} catch (error) {
		const [only] = kinds
		if (kinds.length === 1 && only) return { tracks: {}, errors: { [only]: error } }
	}
	const tracks: Captured = {}
	const errors: Partial<Record<Kind, unknown>> = {}
	for (const kind of kinds) {
		await open([kind], choice).then(
			(opened) => Object.assign(tracks, opened),
			(error: unknown) => Object.assign(errors, { [kind]: error }),
		)
	}
	return { tracks, errors }
}

/** A remembered device that stayed at home must leave nobody without a picture: then any other will do. */
async function open(kinds: readonly Kind[], choice: DeviceChoice): Promise<Captured> {
	try {
		return await openExactly(kinds, choice)
	} catch (error) {
		const gone = error instanceof Error && error.name === 'OverconstrainedError'
		if (gone && (choice.cameraId || choice.microphoneId)) return openExactly(kinds, {})
		throw error
	}
}

async function openExactly(kinds: readonly Kind[], choice: DeviceChoice): Promise<Captured> {
	const stream = await navigator.mediaDevices.getUserMedia({
		...(kinds.includes('camera') && { video: constraintsOf('camera', choice) }),
		...(kinds.includes('microphone') && { audio: constraintsOf('microphone', choice) }),
	})
	const [camera] = stream.getVideoTracks()
	const [microphone] = stream.getAudioTracks()
	if (camera) camera.contentHint = 'motion'
	if (microphone) microphone.contentHint = 'speech'
	return { ...(camera && { camera }), ...(microphone && { microphone }) }
}
