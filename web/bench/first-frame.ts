import type { Page } from '@playwright/test'

type Probe = { clickedAt: number | null; firstFrameAt: number | null }

/**
 * Watches a page from inside: when a person clicked last, and when the first frame of another person's video was
 * presented after that. One's own picture is told apart by its muted element; a remote one is never muted here or lies
 * beside its own audio element, so `isRemote` asks the caller's own attribute.
 */
export async function watchFirstFrame(page: Page, remoteVideoSelector: string): Promise<void> {
	await page.addInitScript((selector) => {
		const probe: Probe = { clickedAt: null, firstFrameAt: null }
		Object.assign(globalThis, { __probe: probe })
		addEventListener('click', () => Object.assign(probe, { clickedAt: performance.now(), firstFrameAt: null }), true)
		const watched = new WeakSet<Element>()
		const onFrame = (video: HTMLVideoElement, now: number) => {
			if (probe.clickedAt !== null && probe.firstFrameAt === null && now >= probe.clickedAt) probe.firstFrameAt = now
			video.requestVideoFrameCallback((later) => onFrame(video, later))
		}
		const watch = () => {
			for (const video of document.querySelectorAll<HTMLVideoElement>(selector)) {
				if (watched.has(video)) continue
				watched.add(video)
				video.requestVideoFrameCallback((now) => onFrame(video, now))
			}
		}
		new MutationObserver(watch).observe(document, { childList: true, subtree: true, attributes: true })
	}, remoteVideoSelector)
}

/** Milliseconds from the last click to the first remote frame after it. */
export async function clickToFirstFrameMs(page: Page): Promise<number> {
	const handle = await page.waitForFunction(
		() => {
			const { clickedAt, firstFrameAt } = (globalThis as unknown as { __probe: Probe }).__probe
			return clickedAt !== null && firstFrameAt !== null ? firstFrameAt - clickedAt : null
		},
		null,
		{ timeout: 20_000, polling: 50 },
	)
	return (await handle.jsonValue()) as number
}
