import { londonInstant } from './london-instant.ts';

const DAY = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' });

/**
 * When the test service was last made anew from production: at three in the morning by London's clocks, every day (ENA
 * documentation, programmatic submission). What production has taken since, the test service does not know.
 */
export function lastCopy(now: Date): Date {
  // Four hours before any moment between midnight and three it was the day before, also in the nights of a clock change.
  const days = [now, new Date(now.getTime() - 4 * 3_600_000)].map((moment) => DAY.format(moment));
  const [latest] = days.flatMap((day) => {
    const copied = londonInstant(`${day} 03:00:00`);
    return copied && copied <= now ? [copied] : [];
  });
  if (!latest) throw new Error(`no copy before ${now.toISOString()}`);
  return latest;
}
