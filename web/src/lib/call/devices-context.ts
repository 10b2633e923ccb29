import { createContext } from 'svelte'
import { Devices } from './devices.svelte.ts'

const [useDevices, setDevices] = createContext<Devices>()

/** Called once, by the layout of a call's pages, which also closes them. */
export function provideDevices(): Devices {
	return setDevices(new Devices())
}

export { useDevices }
