import { Postponed, type TaskRun } from '../../server/src/platform/queue/task-handlers.ts';

/** A worker has died: it writes nothing more. */
export class Killed extends Error {}

/**
 * A task in the hands of a worker of one's own, without the queue. Each of its transactions is a step, counted from 1.
 *
 * @param before happens before each step; what it throws ends the work
 */
export function taskRun(before: (step: number) => unknown = () => undefined): {
  run: TaskRun;
  steps: () => number;
} {
  let step = 0;
  const run: TaskRun = {
    id: 'a task',
    attempt: 1,
    signal: new AbortController().signal,
    fence: async () => {
      step += 1;
      await before(step);
    },
  };
  return { run, steps: () => step };
}

/** A worker that dies at the given step, and does not come to any later one either. */
export const mortal = (diesAt = Number.POSITIVE_INFINITY) =>
  taskRun((step) => {
    if (step >= diesAt) throw new Killed(`at step ${step}`);
  });

type Circumstances = {
  diesAt?: number;
  /** Happens before each step. */
  before?: (step: number) => unknown;
  /** How often it waits for the other side before it is left alone. */
  patience?: number;
  /** For a machine far slower than ours. */
  seconds?: number;
};

/**
 * Works until nothing is left to do, until the worker dies, or until it has waited too often.
 *
 * @throws Error when it is none of these after `seconds`; whatever the work throws
 */
export async function workOn(
  work: (run: TaskRun) => Promise<unknown>,
  {
    diesAt = Number.POSITIVE_INFINITY,
    before = () => undefined,
    patience = Number.POSITIVE_INFINITY,
    seconds = 100,
  }: Circumstances = {},
): Promise<{ steps: number; end: 'done' | 'killed' | 'waits' }> {
  const { run, steps } = taskRun(async (step) => {
    if (step >= diesAt) throw new Killed(`at step ${step}`);
    await before(step);
  });
  const end = Date.now() + seconds * 1_000;
  for (let waits = 1; ; waits++) {
    try {
      await work(run);
      return { steps: steps(), end: 'done' };
    } catch (error) {
      if (error instanceof Killed) return { steps: steps(), end: 'killed' };
      if (!(error instanceof Postponed)) throw error;
      if (waits >= patience) return { steps: steps(), end: 'waits' };
      if (Date.now() > end)
        throw new Error(`not done after ${seconds} s and ${steps()} steps`, { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 70));
    }
  }
}
