import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { type Actor, systemActor } from '../access/actor.ts';
import { Tx } from '../database/tx.ts';
import { defineTask } from './define-task.ts';
import { askerIn, payloadFor } from './task-asker.ts';

const task = defineTask('test.asked', z.object({ id: z.string() }));
const person = fc.uuid();
const maybe = fc.option(person);

/** @returns what the row of a task has that is enqueued in a transaction */
async function enqueued(askedIn: string | null, askedBy: Actor | null | undefined): Promise<unknown> {
  const rows: unknown[][] = [];
  const tx = new Tx({ query: async (_sql: string, values: unknown[]) => void rows.push(values) } as never);
  tx.askedBy = askedIn;
  await tx.enqueue(task, { id: 'x' }, askedBy === undefined ? {} : { askedBy });
  return JSON.parse(String(rows[0]?.[2]));
}

it('keeps who asked beside what the handler takes, which never sees it', () =>
  fc.assert(
    fc.property(fc.string(), maybe, (id, asker) => {
      const stored = JSON.parse(JSON.stringify(payloadFor({ id }, asker)));
      expect(askerIn(stored)).toBe(asker);
      expect(task.payload.parse(stored)).toEqual({ id });
    }),
  ));

it('takes nothing else for a person', () =>
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(askerIn({ askedBy: value })).toBeNull();
      expect(askerIn(value)).toBeNull();
    }),
  ));

it('is whom the caller names, and otherwise who asked for what the transaction does', () =>
  fc.assert(
    fc.asyncProperty(maybe, maybe, person, async (askedIn, behind, id) => {
      const user: Actor = { ...systemActor('x'), type: 'user', id };
      const system: Actor = { ...systemActor('ena'), askedBy: behind };
      expect(askerIn(await enqueued(askedIn, undefined))).toBe(askedIn);
      expect(askerIn(await enqueued(askedIn, null))).toBeNull();
      expect(askerIn(await enqueued(askedIn, user))).toBe(id);
      expect(askerIn(await enqueued(askedIn, system))).toBe(behind);
    }),
  ));
