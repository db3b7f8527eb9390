import { AppError } from '../../platform/errors/app.error.ts';
import { LeaseLost, PermanentFailure, Postponed, type TaskRun } from '../../platform/queue/task-handlers.ts';
import { WebinError } from '../webin/webin.error.ts';
import { mostTries } from './send.task.ts';

/** Whether the task ends with this error, so that nobody will come back to what it leaves. */
export function isFinal(error: unknown, run: TaskRun): boolean {
  if (error instanceof Postponed || error instanceof LeaseLost || run.signal.aborted) return false;
  return error instanceof PermanentFailure || run.attempt >= mostTries;
}

/** Whether its message was written for a curator. */
export const isForPeople = (error: unknown): error is Error =>
  error instanceof WebinError || error instanceof PermanentFailure || error instanceof AppError;

/** @throws PermanentFailure after too many attempts that ended without a word */
export function refuseEndless(run: TaskRun): void {
  if (run.attempt <= mostTries) return;
  throw new PermanentFailure(
    `The worker ended in the middle of it ${mostTries} times. "Retry" looks at ENA and goes on.`,
  );
}
