import type { Page } from '@playwright/test'

/** Notes, inside the page, when each frame of the video named was presented, by the machine's clock. */
export async function keepFrameTimes(page: Page, videoSelector: string): Promise<void> {
	await page.addInitScript((selector) => {
		const times: number[] = []
		Object.assign(globalThis, { __frameTimes: times })
		const watched = new WeakSet<Element>()
		const onFrame = (video: HTMLVideoElement) => {
			times.push(Date.now())
			if (times.length > 10_000) times.splice(0, 5_000)
			video.requestVideoFrameCallback(() => onFrame(video))
		}
		const watch = () => {
			for (const video of document.querySelectorAll<HTMLVideoElement>(selector)) {
				if (watched.has(video)) continue
				watched.add(video)
				video.requestVideoFrameCallback(() => onFrame(video))
			}
		}
		new MutationObserver(watch).observe(document, { childList: true, subtree: true, attributes: true })
	}, videoSelector)
}

/** When this page presented frames from `sinceMs` on, as Date.now counts. */
export async function framesSince(page: Page, sinceMs: number): Promise<number[]> {
	return page.evaluate((since) => {
		const { __frameTimes } = globalThis as unknown as { __frameTimes: number[] }
		return __frameTimes.filter((at) => at >= since)
	}, sinceMs)
}
