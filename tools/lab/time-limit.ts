/**
 * When builds have to be done, for a first run on a new machine that must end in time: PHASEWISE_BUILD_UNTIL, in Unix
 * seconds. What is not built by then is left out and named; what is built is kept, so the next run has more.
 */
const until = (): number => Number(process.env.PHASEWISE_BUILD_UNTIL || Number.POSITIVE_INFINITY);

/** Seconds that are left; none is negative. Infinity where nobody set a limit. */
export const secondsLeft = (): number => Math.max(0, until() - Date.now() / 1000);

/** Is it too late to build anything more? */
export const isLate = (): boolean => secondsLeft() === 0;
