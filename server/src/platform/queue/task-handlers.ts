import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/tx.ts';
import { declaredTasks, type TaskType } from './define-task.ts';

/** One attempt at a task, as its handler sees it. */
export type TaskRun = {
  readonly id: string;
  readonly attempt: number;
  /** Aborted when the lease is lost or the process stops: stop working, somebody else may have begun. */
  readonly signal: AbortSignal;
  /** Call first in every transaction of the handler, which is then known to be for whoever asked for the task. @throws LeaseLost when another worker has taken the task over */
  fence(tx: Tx): Promise<void>;
};

export type TaskHandler<Payload> = (payload: Payload, run: TaskRun) => Promise<void>;

/** Thrown inside a handler whose lease has gone to another worker; its transaction is rolled back. */
export class LeaseLost extends Error {
  constructor(taskId: string) {
    super(`the lease of task ${taskId} was lost`);
    this.name = 'LeaseLost';
  }
}

/** Thrown by a handler when trying again cannot help: the task fails at once. */
export class PermanentFailure extends Error {
  override name = 'PermanentFailure';
}

/** Thrown by a handler that is not done but not failed either: comes again later without counting as an attempt. */
export class Postponed extends Error {
  constructor(readonly seconds: number) {
    super(`postponed for ${seconds} s`);
    this.name = 'Postponed';
  }
}

/** Which handler does which task. Handlers register themselves when their module starts. */
@Injectable()
export class TaskHandlers {
  private readonly handlers = new Map<string, { task: TaskType; handle: TaskHandler<unknown> }>();

  handle<Payload>(task: TaskType<Payload>, handle: TaskHandler<Payload>): void {
    if (this.handlers.has(task.name)) throw new Error(`the task ${task.name} has two handlers`);
    this.handlers.set(task.name, { task: task as TaskType, handle: handle as TaskHandler<unknown> });
  }

  get(name: string) {
    return this.handlers.get(name);
  }

  /** @throws Error naming the declared tasks that nobody handles */
  assertComplete(): void {
    const missing = [...declaredTasks.keys()].filter((name) => !this.handlers.has(name));
    if (missing.length > 0) throw new Error(`no handler for: ${missing.join(', ')}`);
  }
}
