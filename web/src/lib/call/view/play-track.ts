import type { Attachment } from 'svelte/attachments'

/**
 * Plays one track in a media element: `{@attach playTrack(track)}`. `onBlocked` is told when the browser refuses to play,
 * and again when it plays; a page without a touch may be kept silent.
 */
export function playTrack(
	track: MediaStreamTrack | null,
	onBlocked?: (blocked: boolean) => void,
): Attachment<HTMLMediaElement> {
	return (element) => {
		element.srcObject = track ? new MediaStream([track]) : null
		if (!track) return
		const play = () =>
			element.play().then(
				() => onBlocked?.(false),
				(error: unknown) => {
					if (error instanceof DOMException && error.name === 'NotAllowedError') onBlocked?.(true)
				},
			)
		void play()
		// Some browsers pause everything for a telephone call and forget to go on.
		const again = () => document.visibilityState === 'visible' && element.paused && void play()
		const touched = () => element.paused && void play()
		document.addEventListener('visibilitychange', again)
		document.addEventListener('click', touched)
		return () => {
			document.removeEventListener('visibilitychange', again)
			document.removeEventListener('click', touched)
			element.srcObject = null
		}
	}
}
