import { createMongoAbility } from '@casl/ability';
import * as fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import type { AppAbility } from '../platform/access/actor.ts';
import { Parameters } from '../platform/lists/parameters.ts';
import { auditListQuery } from './audit.contract.ts';
import { momentOf, narrowingOf, periodOf, type ResolvedFilter } from './audit.queries.ts';

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
    expect(narrow({ action: ['a.b'] })).toMatchObject({ keys: null, values: ['a.b'] });
    expect(narrow({ action: ['a.b', 'c.d', 'a.b'] })).toMatchObject({
      keys: 'unnest($1::text[]) AS wanted (key)',
      values: [['a.b', 'c.d']],
    });
  });
  it('reads all at once for an export', () => {
    const { keys, conditions } = narrow({ action: ['a.b', 'c.d'] }, auditor, 'whole');
    expect(keys).toBeNull();
    expect(conditions).toContain('e.action = ANY ($1::text[])');
  });
  it('uses one source of keys only', () => {
    const { keys, conditions } = narrow({ actorIds: ['u1', 'u2'], action: ['a.b', 'c.d'] });
    expect(keys).toContain('$1');
    expect(conditions).toEqual(
      expect.arrayContaining(['e.actor_id = wanted.key', 'e.action = ANY ($2::text[])']),
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
  expect(takes({ q: 'x' })).toBe(false);
  expect(auditListQuery.parse({ action: 'a.b,c.d', since: '2026-02-28' })).toMatchObject({
    action: ['a.b', 'c.d'],
  });
});
