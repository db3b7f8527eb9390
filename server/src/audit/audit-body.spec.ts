import canonicalize from 'canonicalize';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Actor } from '../platform/access/actor.ts';
import { nowhere, systemActor } from '../platform/access/actor.ts';
import { bodyOf } from './audit-body.ts';
import { asVersion1 } from '../../../test/factories/audit-body.ts';
import {
  commitmentOf,
  commitmentsOf,
  erased,
  openedBy,
  type Openings,
  type Owned,
  reveal,
} from './commitment.ts';
import { commitmentsIn } from './verification/commitments.ts';
import { type AuditEvent, type AuditValue, Personal, personal } from './audit-event.ts';
import type { AuditEventView } from './audit.contract.ts';
import { viewOf } from './audit-view.ts';

const id = '019a9c5e-1234-7abc-8def-0123456789ab';
const at = new Date('2026-11-20T10:00:00.123Z');
const ada: Actor = {
  ...systemActor('x'),
  type: 'user',
  id: 'u-ada',
  name: 'Ada Lovelace',
  roles: ['curator', 'admin'],
  origin: { requestId: 'req-1', address: '192.0.2.7', client: 'Firefox' },
};
const approve: AuditEvent = {
  action: 'submission.approve',
  target: { type: 'Submission', id: 's1', label: 'Potato' },
  changes: [{ field: 'status', before: 'in_review', after: 'approved' }],
  facts: { records: 12 },
  reason: 'complete',
};
const all = (values: readonly { opened: Openings }[]): Openings =>
  Object.assign({}, ...values.map(({ opened }) => opened)) as Openings;
const seal = (event: AuditEvent, actor: Actor = ada) => bodyOf(id, at, actor, event);
const shown = (event: AuditEvent, actor: Actor = ada) => {
  const { body, personal: values } = seal(event, actor);
  return viewOf({ body, opened: all(values) }) as AuditEventView;
};

/** Any value that an event may carry; minus zero has no place in JSON. */
const values = fc
  .letrec<{ value: AuditValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.string({ unit: 'grapheme' }),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (n === 0 ? 0 : n)),
      fc.boolean(),
      fc.constant(null),
      fc
        .tuple(fc.string(), fc.option(fc.constantFrom('u1', 'u2')))
        .map(([text, person]) => personal(text, person)),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('$personal', '$$x', '__proto__')), tie('value'), {
        maxKeys: 4,
      }),
    ),
  }))
  .value.filter((value) => !JSON.stringify(value).includes('\\u0000'));

/** The value as a reader should see it: personal values as their text. */
const asRead = (value: unknown): unknown => {
  if (value instanceof Personal) return value.value;
  if (Array.isArray(value)) return value.map(asRead);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asRead(item)]));
};

describe('the body', () => {
  it('has the layout that stays', () => {
    const { body, personal: opened } = seal(approve);
    const parsed = JSON.parse(body) as Record<string, { name?: { $personal: string } }>;
    const commitment = { $personal: expect.stringMatching(/^[\da-f]{64}$/) as string };
    expect(parsed).toEqual({
      v: 2,
      id,
      occurredAt: '2026-11-20T10:00:00.123Z',
      action: 'submission.approve',
      actor: { type: 'user', id: 'u-ada', name: commitment, roles: ['admin', 'curator'] },
      onBehalfOf: null,
      target: { type: 'Submission', id: 's1', label: 'Potato' },
      root: { type: 'Submission', id: 's1' },
      changes: [{ field: 'status', before: 'in_review', after: 'approved' }],
      facts: { records: 12 },
      reason: commitment,
      requestId: 'req-1',
      address: commitment,
      client: commitment,
    });
    expect(opened).toHaveLength(1);
    expect(opened[0]?.personId).toBe('u-ada');
    expect(all(opened)[parsed['actor']?.name?.$personal ?? '']?.value).toBe('Ada Lovelace');
  });

  it('carries no personal value in the open', () => {
    const { body } = seal({
      ...approve,
      target: { type: 'User', id: 'u2', label: personal('Grace', 'u2') },
      reason: 'because Grace asked',
      onBehalfOf: { id: 'u3', name: 'Hedy' },
      facts: { mail: personal('grace@example.org', 'u2') },
    });
    for (const value of ['Ada', 'Grace', 'grace@', 'Hedy', '192.0.2.7', 'Firefox']) {
      expect(body).not.toContain(value);
    }
  });

  it('puts each person’s values under that person, so that erasing one leaves the others', () => {
    const { personal: opened } = seal({
      ...approve,
      target: { type: 'User', id: 'u2', label: personal('Grace', 'u2') },
      facts: { note: personal('nobody knows whose') },
    });
    const of = (person: string) =>
      Object.values(opened.find(({ personId }) => personId === person)?.opened ?? {})
        .map(({ value }) => value)
        .sort();
    expect(of('u-ada')).toEqual(['192.0.2.7', 'Ada Lovelace', 'Firefox', 'complete']);
    expect(of('u2')).toEqual(['Grace']);
    expect(of('')).toEqual(['nobody knows whose']);
  });

  it('takes the address of somebody who is not signed in for that of whom it is about', () => {
    const signIn = { ...systemActor('sign-in'), origin: { ...nowhere, address: '192.0.2.9' } };
    const target = { type: 'User', id: 'u2', label: personal('grace@example.org', 'u2') };
    const { personal: opened } = seal({ action: 'auth.sign_in_failed', target }, signIn);
    expect(opened.map(({ personId }) => personId)).toEqual(['u2']);
  });

  it('is the same text however the caller orders keys', () => {
    const withFacts = (facts: Record<string, AuditValue>) =>
      seal({ ...approve, reason: null, facts }, system).body;
    const system = { ...systemActor('ena'), origin: nowhere };
    expect(withFacts({ a: 1, b: { c: 2, d: 3 } })).toBe(withFacts({ b: { d: 3, c: 2 }, a: 1 }));
  });

  it('is canonical: reading it and writing it again gives the same bytes', () => {
    fc.assert(
      fc.property(values, (value) => {
        const { body } = seal({ ...approve, facts: { value } });
        expect(canonicalize(JSON.parse(body))).toBe(body);
      }),
    );
  });
});

describe('commitments', () => {
  it('open with their salt and value, and with no other', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 2 }), ([mine = '', other = '']) => {
        const salt = 'ab'.repeat(16);
        expect(commitmentOf(salt, mine)).not.toBe(commitmentOf(salt, other));
        expect(commitmentOf(salt, mine)).not.toBe(commitmentOf('cd'.repeat(16), mine));
      }),
    );
  });

  it('are all opened by what lies beside the event', () => {
    fc.assert(
      fc.property(values, (value) => {
        const { body, personal: opened } = seal({ ...approve, facts: { value } });
        const openings = all(opened);
        for (const [commitment, { salt, value: text }] of Object.entries(openings)) {
          expect(commitmentOf(salt, text)).toBe(commitment);
          expect(body).toContain(`{"$personal":"${commitment}"`);
        }
        expect(body.match(/"\$personal":/g)).toHaveLength(Object.keys(openings).length);
      }),
    );
  });

  it('say whose value each is, as what lies beside the event does', () => {
    fc.assert(
      fc.property(values, fc.constantFrom('user' as const, 'system' as const), (value, type) => {
        const { body, personal: opened } = seal({ ...approve, facts: { value } }, { ...ada, type });
        const lie = opened.flatMap(({ personId, opened: openings }) =>
          Object.keys(openings).map((commitment) => ({ commitment, of: personId })),
        );
        const sorted = (owned: Owned[] = []) =>
          owned.toSorted((a, b) => (a.commitment < b.commitment ? -1 : 1));
        expect(sorted(commitmentsOf(body))).toEqual(sorted(lie));
        const bytes = Buffer.from(body);
        expect(commitmentsIn(bytes, 0, bytes.length, ada.id)).toEqual(commitmentsOf(body));
        const before = commitmentsOf(asVersion1(body));
        expect(before).toEqual(commitmentsOf(body)?.map((each) => ({ ...each, of: undefined })));
      }),
    );
  });

  it('name nobody whom the event does not name already but whose text it is, and nobody who acts', () => {
    const { body } = seal({ ...approve, facts: { own: personal('x', 'u-ada'), hers: personal('y', 'u2') } });
    expect(body.match(/"of":[^}]*/g)).toEqual(['"of":"u2"']);
  });

  it('of the same value differ from event to event, so that nobody can follow a person by them', () => {
    const [first, second] = [seal(approve), seal(approve)].map(({ personal: opened }) =>
      Object.keys(all(opened)),
    );
    expect(first?.filter((commitment) => second?.includes(commitment))).toEqual([]);
  });

  it('have a salt of their own each, however many are made', () => {
    const salts = Array.from({ length: 500 }, () => Object.values(all(seal(approve).personal))).flat();
    expect(new Set(salts.map(({ salt }) => salt)).size).toBe(2_000);
    for (const { salt } of salts) expect(salt).toMatch(/^[\da-f]{32}$/);
  });
});

describe('reveal', () => {
  it('gives back what was committed, whatever it was', () => {
    fc.assert(
      fc.property(values, (value) => {
        const event = shown({ ...approve, facts: { value } });
        expect(event.facts['value']).toStrictEqual(asRead(value));
        expect(event.actor.name).toBe('Ada Lovelace');
      }),
      { numRuns: 300 },
    );
  });

  it('does not take a depositor’s attribute for a commitment', () => {
    const facts = { attributes: { $personal: 'a'.repeat(64), $$personal: 'b', $: 'c' } };
    expect(shown({ ...approve, facts }).facts).toEqual(facts);
  });

  it('reads what was erased as erased, and leaves the rest', () => {
    const { body, personal: opened } = seal({
      ...approve,
      target: { type: 'User', id: 'u2', label: personal('Grace', 'u2') },
    });
    const left = all(opened.filter(({ personId }) => personId !== 'u-ada'));
    const event = viewOf({ body, opened: left });
    expect(event?.actor.name).toBe(erased);
    expect(event?.reason).toBe(erased);
    expect(event?.target.label).toBe('Grace');
  });

  it('never shows a value that was altered', () => {
    const { body, personal: opened } = seal(approve);
    const altered = Object.fromEntries(
      Object.entries(all(opened)).map(([key, { salt, value }]) => [key, { salt, value: `${value}!` }]),
    );
    expect(viewOf({ body, opened: altered })).toMatchObject({ reason: erased, address: erased });
    expect(reveal({ $personal: 'unknown' }, openedBy({}))).toBe(erased);
  });

  it('never shows a value whose beginning is said to be of its salt', () => {
    const { body, personal: opened } = seal({ ...approve, reason: 'refused: do not publish' });
    const cut = Object.fromEntries(
      Object.entries(all(opened)).map(([key, { salt, value }]) => {
        const { 0: start = '', 1: end } = value.split(':');
        return [key, end === undefined ? { salt, value } : { salt: `${salt}:${start}`, value: end }];
      }),
    );
    expect(Object.values(cut)).toContainEqual(expect.objectContaining({ value: ' do not publish' }));
    expect(viewOf({ body, opened: cut })).toMatchObject({ reason: erased, address: '192.0.2.7' });
  });
});

it('refuses an event that has no form instead of writing half of it', () => {
  const facts = { when: new Map() } as unknown as Record<string, AuditValue>;
  expect(() => seal({ ...approve, facts })).toThrow(TypeError);
});
