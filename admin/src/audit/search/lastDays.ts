const dayMs = 86_400_000;

/** Days that people often search from: today, and a week, a month, a quarter and a year ago, in UTC as in the log. */
export const lastDays = (now: Date): string[] =>
  [0, 7, 30, 90, 365].map((ago) => new Date(now.getTime() - ago * dayMs).toISOString().slice(0, 10));
