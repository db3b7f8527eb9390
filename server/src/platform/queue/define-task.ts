import type { z } from 'zod';

/**
 * A kind of background work: its name (`module.verb`) and the schema of its payload, which holds ids and nothing
 * else: the rows are the truth when the task runs.
 */
export type TaskType<Payload = unknown> = {
  readonly name: string;
  readonly payload: z.ZodType<Payload>;
  /** After so many attempts the task is `failed` and a person decides. */
  readonly maxAttempts: number;
};

const defined = new Map<string, TaskType>();

/** Declares a task; every declared task needs exactly one handler, which the worker checks when it starts. */
export function defineTask<Payload>(
  name: string,
  payload: z.ZodType<Payload>,
  options: { maxAttempts?: number } = {},
): TaskType<Payload> {
  if (defined.has(name)) throw new Error(`the task ${name} is declared twice`);
  const task: TaskType<Payload> = { name, payload, maxAttempts: options.maxAttempts ?? 8 };
  defined.set(name, task as TaskType);
  return task;
}

/** All declared tasks, by name. */
export const declaredTasks: ReadonlyMap<string, TaskType> = defined;
