const dayMs = 86_400_000;

/** Days that people search from: today, a week, a month, a quarter and a year ago, in UTC as the log counts them. */
export const lastDays = (now: Date): string[] =>
  [0, 7, 30, 90, 365].map((ago) => new Date(now.getTime() - ago * dayMs).toISOString().slice(0, 10));
