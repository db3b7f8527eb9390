import { setTimeout as pause } from 'node:timers/promises';
import type { RetentionRunView } from './retention.contract.ts';

const lookEveryMs = 500;
/** A worker takes a task within a second or two. */
const patienceMs = 60_000;

type Ways = {
  /** How the run is now. */
  look: (id: string) => Promise<RetentionRunView | undefined>;
  pause?: (ms: number) => Promise<unknown>;
};

/**
 * Waits until a run has ended, however long it takes.
 *
 * @returns the ended run, or the waiting one if no worker has taken it for a minute
 */
export async function ended(
  run: RetentionRunView,
  { look, pause: rest = pause }: Ways,
): Promise<RetentionRunView> {
  let now = run;
  for (let waited = 0; now.finishedAt === null;) {
    if (now.state === 'waiting' && waited >= patienceMs) return now;
    await rest(lookEveryMs);
    waited = now.state === 'waiting' ? waited + lookEveryMs : 0;
    now = (await look(run.id)) ?? now;
  }
  return now;
}
