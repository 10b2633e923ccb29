/** Between the two clocks of this process, in microseconds; one reads fast, the other is the same in every process. */
const offsetUs = Number(process.hrtime.bigint() / 1000n) - performance.now() * 1000

/** Microseconds of the machine's monotonic clock: two processes on one machine read the same at the same moment. */
export const nowUs = (): number => performance.now() * 1000 + offsetUs
