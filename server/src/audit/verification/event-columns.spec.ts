import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { systemActor } from '../../platform/access/actor.ts';
import { bodyOf } from '../audit-body.ts';
import { unlikeColumn } from './event-columns.ts';

const id = '019a9c5e-1234-7abc-8def-0123456789ab';
const at = new Date('2026-11-21T10:00:00.123Z');
const names = [
  'id',
  'occurred_at',
  'action',
  'actor_type',
  'actor_id',
  'on_behalf_of',
  'target_type',
  'target_id',
  'root_type',
  'root_id',
  'request_id',
];

const moment = (ms: number) => {
  const field = Buffer.alloc(8);
  field.writeBigInt64BE(BigInt(ms));
  return field;
};
const field = (text: string | null) => Buffer.from(text === null ? '' : `=${text}`);

/** Texts that look like what the reader goes by. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.constantFrom('},"address":', `,"id":"${id}","occurredAt":"2026`, '{"type":"x"}', 'a"b\\'),
);
const arbitrary = fc.record({
  action: text,
  actorId: text,
  name: text,
  on: fc.option(text),
  target: fc.record({ type: text, id: text, label: text }),
  root: fc.record({ type: text, id: text }),
  request: fc.option(text),
  fact: fc.dictionary(fc.constantFrom('id', 'occurredAt', 'address', 'onBehalfOf'), text),
});

function made({
  action,
  actorId,
  name,
  on,
  target,
  root,
  request,
  fact,
}: typeof arbitrary extends fc.Arbitrary<infer Given> ? Given : never) {
  const actor = { ...systemActor('x'), id: actorId, name };
  const { body } = bodyOf(
    id,
    at,
    { ...actor, origin: { ...actor.origin, requestId: request } },
    {
      action,
      target,
      root,
      facts: { fact },
      ...(on !== null && { onBehalfOf: { id: on, name } }),
      changes: [{ field: 'x', before: fact, after: name }],
    },
  );
  const texts = [action, actor.type, actorId, on, target.type, target.id, root.type, root.id, request];
  return {
    body: Buffer.from(body),
    fields: [Buffer.from(id), moment(at.getTime()), ...texts.map((each) => field(each))],
  };
}

it('columns that repeat their event are accepted, and each that does not is named', () => {
  fc.assert(
    fc.property(arbitrary, (given) => {
      const { body, fields } = made(given);
      expect(unlikeColumn(body, fields)).toBeUndefined();
      for (const [index, name] of names.entries()) {
        const other = name === 'occurred_at' ? moment(at.getTime() + 1) : Buffer.from(`${fields[index]}x`);
        expect(unlikeColumn(body, fields.with(index, other))).toBe(name);
      }
    }),
  );
});

it('a text that is no event is told', () => {
  const fields = [Buffer.from(id), moment(0), ...Array.from({ length: 9 }, () => field('x'))];
  for (const body of ['', '{}', '[]', 'null', '{"action":"x"}'])
    expect(unlikeColumn(Buffer.from(body), fields)).toBe('body');
});
