/** How much had been sent at a moment, in milliseconds and bytes. */
export type Sample = { at: number; sent: number };

/** Over how long the speed is taken, in milliseconds: long enough to be calm, short enough to follow the line. */
const span = 12_000;

/** The samples with one more; those that are too old to tell today's speed are left out. */
export const sampled = (samples: readonly Sample[], next: Sample): Sample[] => [
  // A part that is sent again takes back what had been counted.
  ...samples.filter(({ at, sent }) => at >= next.at - span && sent <= next.sent),
  next,
];

/** Seconds until the rest is sent at the present speed; undefined while the speed is not known. */
export const secondsLeft = (samples: readonly Sample[], rest: number): number | undefined => {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || last.at - first.at < 1_000 || last.sent <= first.sent)
    return undefined;
  return Math.ceil((rest * (last.at - first.at)) / (last.sent - first.sent) / 1_000);
};
