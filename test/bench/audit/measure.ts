export const say = (what: string, text: string) => console.log(`audit ${what}: ${text}`);
export const ms = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
/** A quantile that is to stay within so many milliseconds. */
export const within = (value: number, goal: number) =>
  `${ms(value)} (goal ≤ ${goal} ms)${value <= goal ? '' : ' NOT MET'}`;
export const ratio = (value: number, sign: '≤' | '≥', goal: number) =>
  `ratio ${value.toFixed(2)} (goal ${sign} ${goal})${(sign === '≤' ? value <= goal : value >= goal) ? '' : ' NOT MET'}`;

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}

export async function secondsOf(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

/** Eight at a time, for so many seconds. @returns how often a second */
export async function rateOf(work: () => Promise<void>, seconds: number): Promise<number> {
  const end = performance.now() + seconds * 1000;
  let done = 0;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (; performance.now() < end; done++) await work();
    }),
  );
  return done / seconds;
}
