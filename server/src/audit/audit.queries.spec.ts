import { createMongoAbility } from '@casl/ability';
import * as fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import type { AppAbility } from '../platform/access/actor.ts';
import { Parameters } from '../platform/lists/parameters.ts';
import { auditListQuery } from './audit.contract.ts';
import { narrowingOf, periodOf, type ResolvedFilter } from './audit.queries.ts';
import { momentOf } from './moment.ts';

describe('periodOf', () => {
  it('takes a date for the whole day in UTC', () => {
    expect(periodOf('2026-11-01', '2026-11-30')).toEqual({
      from: new Date('2026-11-01T00:00:00Z'),
      before: new Date('2026-12-01T00:00:00Z'),
    });
  });
  it('takes a moment with itself', () => {
    expect(periodOf('2026-11-01T12:00:00+02:00', '2026-11-01T10:00:00.000Z')).toEqual({
      from: new Date('2026-11-01T10:00:00.000Z'),
      before: new Date('2026-11-01T10:00:00.001Z'),
    });
  });
  it('refuses a period that ends before it begins', () => {
    expect(() => periodOf('2026-11-02', '2026-11-01')).toThrow(/ends before it begins/);
  });
  it('leaves out what is not given', () => {
    expect(periodOf(undefined, undefined)).toEqual({});
  });
});

const reader = (...rules: { action: string; subject: string }[]) => ({
  ability: createMongoAbility<AppAbility>(rules),
});

describe('narrowingOf', () => {
  const auditor = reader({ action: 'read', subject: 'AuditEvent' });
  const narrow = (filter: ResolvedFilter, who = auditor, order: 'paged' | 'whole' = 'paged') => {
    const p = new Parameters();
    return { ...narrowingOf(filter, who, 'read', order, p), values: p.values };
  };

  it('shows nothing to whom no rule allows it', () => {
    expect(narrow({}, reader()).conditions).toContain('false');
    expect(narrow({}, reader({ action: 'export', subject: 'AuditEvent' })).conditions).toContain('false');
  });
  it('compares one value, and reads several one by one for a page', () => {
    expect(narrow({ actions: ['a.b'] })).toMatchObject({ branches: [], values: ['a.b'] });
    expect(narrow({ actions: ['a.b', 'c.d', 'a.b'] })).toMatchObject({
      branches: [
        { keys: null, condition: 'e.action = $1' },
        { keys: null, condition: 'e.action = $2' },
      ],
      values: ['a.b', 'c.d'],
    });
  });
  it('goes through many values by one statement', () => {
    const actions = Array.from({ length: 40 }, (_, n) => `ena.${n}`);
    expect(narrow({ actions })).toMatchObject({
      branches: [{ keys: 'unnest($1::text[]) AS wanted (key)', condition: 'e.action = wanted.key' }],
      values: [actions],
    });
  });
  it('reads all at once for an export', () => {
    const { branches, beside, conditions } = narrow(
      { actions: ['a.b', 'c.d'], records: { whole: ['s'], itself: ['t'] }, reason: 'typo' },
      auditor,
      'whole',
    );
    expect([branches, beside]).toEqual([[], null]);
    expect(conditions).toEqual(
      expect.arrayContaining([
        '(e.root_id = ANY ($2::text[]) OR e.target_id = ANY ($3::text[]))',
        'e.action = ANY ($4::text[])',
        expect.stringContaining('EXISTS (SELECT'),
      ]),
    );
  });
  it('uses the narrowest way in only', () => {
    const { branches, conditions } = narrow({ actorIds: ['u1', 'u2'], actions: ['a.b', 'c.d'] });
    expect(branches.map(({ condition }) => condition)).toEqual(['e.actor_id = $2', 'e.actor_id = $3']);
    expect(conditions).toContain('e.action = ANY ($1::text[])');
  });
  it('comes in by a reason or an address, unless few events fit anyway', () => {
    expect(narrow({ reason: 'typo', actions: ['a.b', 'c.d'] })).toMatchObject({
      beside: ['v.reason IS NOT NULL AND v.reason ILIKE $1'],
      branches: [],
    });
    const { beside, conditions } = narrow({ reason: 'typo', rootId: 's' });
    expect(beside).toBeNull();
    expect(conditions).toContainEqual(expect.stringContaining('EXISTS (SELECT'));
  });
  it('lets nothing through for names that mean nothing', () => {
    expect(narrow({ records: { whole: [], itself: [] } }).branches).toEqual([
      { keys: null, condition: 'false' },
    ]);
    expect(narrow({ actions: [] }).values).toEqual([[]]);
  });
  it('names every value that it passes, since PostgreSQL refuses one that it is not asked about', () => {
    const some = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 });
    const records = fc.record({ whole: some, itself: some });
    const texts = fc.constantFrom('x', 'word "two words"');
    const filters = fc.record(
      {
        ids: fc.constant(['019aa086-3a7b-7000-8000-000000000000']),
        actorIds: some,
        onBehalfOfIds: some,
        actions: fc.oneof(some, fc.constant([...'abcdefghijkl'])),
        types: some,
        sources: some,
        records,
        targetId: texts,
        rootId: texts,
        requestId: texts,
        reason: texts,
        address: texts,
        since: fc.constant('2026-01-01'),
        without: fc.record({ actorIds: some, actions: some, types: some, records }, { requiredKeys: [] }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(filters, fc.constantFrom('paged' as const, 'whole' as const), (filter, order) => {
        const { beside, conditions, branches, values } = narrow(filter, auditor, order);
        const sql = JSON.stringify([beside, conditions, branches]);
        for (let at = 1; at <= values.length; at++) expect(sql).toMatch(new RegExp(`\\$${at}(?!\\d)`));
      }),
    );
  });
});

it('knows the moment of an id', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }), (moment) => {
      expect(momentOf(uuidv7({ msecs: moment.getTime(), seq: 7 }))).toEqual(moment);
    }),
  );
});

const takes = (query: object) => auditListQuery.safeParse(query).success;

it('refuses what no event can have', () => {
  expect(takes({ actor: 'a\0b' })).toBe(false);
  expect(takes({ actor: '' })).toBe(false);
  expect(takes({ since: '2026-02-30' })).toBe(false);
  expect(takes({ source: 'machine' })).toBe(false);
  expect(auditListQuery.parse({ action: 'a.b,c.d', since: '2026-02-28' })).toMatchObject({
    action: ['a.b', 'c.d'],
  });
});
