import { AppError } from '../../platform/errors/app.error.ts';
import { LeaseLost, PermanentFailure, Postponed, type TaskRun } from '../../platform/queue/task-handlers.ts';
import { WebinError } from '../webin/webin.error.ts';
import { sendSubmission } from './send.task.ts';

/** Whether the task ends with this error, so that nobody will come back to what it leaves. */
export function isFinal(error: unknown, run: TaskRun): boolean {
  if (error instanceof Postponed || error instanceof LeaseLost || run.signal.aborted) return false;
  return error instanceof PermanentFailure || run.attempt >= sendSubmission.maxAttempts;
}

/** Whether its message was written for a curator. */
export const isForPeople = (error: unknown): error is Error =>
  error instanceof WebinError || error instanceof PermanentFailure || error instanceof AppError;
