import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Actor, systemActor } from '../platform/access/actor.ts';
import type { Tx } from '../platform/database/tx.ts';
import { behalfIn } from './behalf.ts';

const person = fc.uuid();
const maybe = fc.option(person);
const transaction = (askedBy: string | null, known: (id: unknown) => boolean = () => true): Tx =>
  ({
    askedBy,
    query: async (_sql: string, [id]: unknown[]) => (known(id) ? [{ id, name: `called ${String(id)}` }] : []),
  }) as never;
const user = (id: string): Actor => ({ ...systemActor('x'), type: 'user', id });
const system = (askedBy: string | null): Actor => ({ ...systemActor('ena'), askedBy });

it('is of whom the product works for, or else of who asked for the transaction', () =>
  fc.assert(
    fc.asyncProperty(maybe, maybe, async (own, asked) => {
      const id = own ?? asked;
      expect(await behalfIn(transaction(asked), system(own))).toEqual(
        id === null ? {} : { onBehalfOf: { id, name: `called ${id}` } },
      );
    }),
  ));

it('is nobody’s for a person’s own event, who is behind what the product does after it', () =>
  fc.assert(
    fc.asyncProperty(maybe, person, async (asked, id) => {
      const tx = transaction(asked);
      expect(await behalfIn(tx, user(id))).toEqual({});
      expect((await behalfIn(tx, systemActor('audit'))).onBehalfOf?.id).toBe(asked ?? id);
    }),
  ));

it('is nobody’s where who asked has no account, or is a part of the system', async () => {
  const id = '0197a000-0000-7000-8000-000000000000';
  expect(
    await behalfIn(
      transaction(id, () => false),
      systemActor('audit'),
    ),
  ).toEqual({});
  for (const part of ['audit', 'audit:retain', '', `${id} or 1=1`])
    expect(await behalfIn(transaction(null), system(part))).toEqual({});
});
