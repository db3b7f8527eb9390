import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { asVersion1 } from '../../../../test/factories/audit-body.ts';
import { systemActor } from '../../platform/access/actor.ts';
import { bodyOf } from '../audit-body.ts';
import { personal } from '../audit-event.ts';
import { statedIn } from './event-columns.ts';
import { isQuickText } from './quick-text.ts';

const id = '019a9c5e-1234-7abc-8def-0123456789ab';
const at = new Date('2026-11-21T10:00:00.123Z');
const names = [
  'occurred_at',
  'id',
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

type Field = Buffer | null;
const moment = (ms: number) => {
  const field = Buffer.alloc(8);
  field.writeBigInt64BE(BigInt(ms - Date.UTC(2000, 0, 1)) * 1000n);
  return field;
};
const uuid = (text: string) => Buffer.from(text.replaceAll('-', ''), 'hex');
const field = (text: string | null): Field => (text === null ? null : Buffer.from(text));

/** As they lie in what COPY writes, with other bytes around them. */
function row(fields: readonly Field[]): [Buffer, Int32Array] {
  const places = new Int32Array(2 * fields.length);
  const parts: Buffer[] = [Buffer.from('"},"occurredAt":"x')];
  let end = parts[0]?.length ?? 0;
  for (const [index, each] of fields.entries()) {
    parts.push(Buffer.alloc(4), each ?? Buffer.alloc(0));
    places[2 * index] = each ? end + 4 : -1;
    end += 4 + (each?.length ?? 0);
    places[2 * index + 1] = each ? end : -1;
  }
  return [Buffer.concat([...parts, Buffer.from(',"occurredAt":"{"$personal":"')]), places];
}

/** Texts that look like what the reader goes by. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.constantFrom('},"address":', `,"id":"${id}","occurredAt":"2026`, '{"type":"x"}', 'a"b\\'),
);
const plain = fc.string({ unit: fc.constantFrom(...'abcXYZ019-_.:@äλ ]},'), minLength: 1 });
const arbitraryOf = (value: fc.Arbitrary<string>) =>
  fc.record({
    action: value,
    type: fc.constantFrom('user' as const, 'system' as const),
    roles: fc.array(fc.constantFrom('auditor' as const, 'curator' as const)),
    actorId: value,
    name: value,
    on: fc.option(value),
    target: fc.record({ type: value, id: value, label: value }),
    isPerson: fc.boolean(),
    isOld: fc.boolean(),
    root: fc.record({ type: value, id: value }),
    request: fc.option(value),
    reason: fc.option(value),
    address: fc.option(value),
    fact: fc.dictionary(fc.constantFrom('id', 'occurredAt', 'address', 'onBehalfOf'), value),
  });
type Given = ReturnType<typeof arbitraryOf> extends fc.Arbitrary<infer Value> ? Value : never;

function made(given: Given) {
  const { action, type, roles, actorId, name, on, target, isPerson, isOld } = given;
  const { root, request, reason, address, fact } = given;
  const actor = { ...systemActor('x'), type, roles, id: actorId, name };
  const { body, personal: values } = bodyOf(
    id,
    at,
    { ...actor, origin: { ...actor.origin, requestId: request, address } },
    {
      action,
      target: isPerson ? { ...target, label: personal(target.label, 'somebody') } : target,
      root,
      reason,
      facts: { fact, about: personal(name) },
      ...(on !== null && { onBehalfOf: { id: on, name } }),
      changes: [{ field: 'x', before: fact, after: name }],
    },
  );
  const texts = [action, type, actorId, on, target.type, target.id, root.type, root.id, request];
  return {
    values,
    fields: [
      moment(at.getTime()),
      uuid(id),
      Buffer.from(isOld ? asVersion1(body) : body),
      ...texts.map((each) => field(each)),
    ],
  };
}

const bodyField = 2;

it('columns that repeat their event are accepted, and each that does not is named', () => {
  fc.assert(
    fc.property(arbitraryOf(text), (given) => {
      const { fields, values } = made(given);
      const { unlike, reason, address } = statedIn(...row(fields));
      expect(unlike).toBeUndefined();
      const opened = Object.assign({}, ...values.map((each) => each.opened));
      expect(reason && opened[reason].value).toEqual(given.reason ?? undefined);
      expect(address && opened[address].value).toEqual(given.address ?? undefined);
      for (const [index, name] of names.entries()) {
        const place = index < bodyField ? index : index + 1;
        const was = fields[place] ?? null;
        const others: Field[] = [
          was && was.length > 1 ? was.subarray(1) : null,
          Buffer.from(`${was ?? ''}x`),
        ];
        if (name === 'id') others.splice(0, 2, uuid(id.replace('b', 'c')));
        if (name === 'occurred_at') others.splice(0, 2, moment(at.getTime() + 1), moment(0));
        for (const other of others) {
          if (other === was) continue;
          expect(statedIn(...row(fields.with(place, other))).unlike, `${name}: ${other}`).toBe(name);
        }
      }
    }),
  );
});

it('what is written plainly is not parsed', () => {
  fc.assert(
    fc.property(arbitraryOf(plain), (given) => {
      const { fields } = made(given);
      const places = { reason: 0, address: 0 };
      expect(isQuickText(...row(fields), places)).toBe(true);
      expect([places.reason > 0, places.address > 0]).toEqual([
        given.reason !== null,
        given.address !== null,
      ]);
    }),
  );
});

it('a column cannot pretend to be more of the text than it is', () => {
  const { fields } = made({
    action: 'a',
    type: 'user',
    roles: [],
    actorId: 'u',
    name: 'n',
    on: null,
    isPerson: false,
    isOld: false,
    target: { type: 'T', id: 't', label: 'l' },
    root: { type: 'R', id: 'r' },
    request: null,
    reason: null,
    address: null,
    fact: {},
  });
  const forged = fields.with(3, Buffer.from('a","actor":{"id":"u')).with(5, Buffer.from(''));
  expect(statedIn(...row(forged)).unlike).toBe('action');
  const ofRoot = fields.with(10, Buffer.from('r","type":"R"},"target":{"id":"t'));
  expect(statedIn(...row(ofRoot)).unlike).toBe('root_id');
});

it('a text that is no event is told', () => {
  for (const body of ['', '{}', '[]', 'null', '{"action":"x"}']) {
    const fields = [moment(0), uuid(id), Buffer.from(body), ...Array.from({ length: 9 }, () => field('x'))];
    expect(statedIn(...row(fields)).unlike).toBe('body');
  }
});
