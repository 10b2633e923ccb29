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
		let refused = false
		const tell = (now: boolean) => {
			refused = now
			onBlocked?.(now)
		}
		const play = () =>
			element.play().then(
				() => tell(false),
				(error: unknown) => {
					if (error instanceof DOMException && error.name === 'NotAllowedError') tell(true)
				},
			)
		void play()
		// Some browsers pause everything for a telephone call and forget to go on.
		const again = () => document.visibilityState === 'visible' && element.paused && void play()
		const touched = () => (refused || element.paused) && void play()
		document.addEventListener('visibilitychange', again)
		document.addEventListener('click', touched)
		return () => {
			document.removeEventListener('visibilitychange', again)
			document.removeEventListener('click', touched)
			element.srcObject = null
		}
	}
}
