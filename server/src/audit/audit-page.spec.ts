import { describe, expect, it } from 'vitest';
import { encodeCursor } from '../platform/lists/cursor.ts';
import { Parameters } from '../platform/lists/parameters.ts';
import type { AuditRow } from './audit.queries.ts';
import { beyondSql, directionOf, pageOfRows } from './audit-page.ts';

const id = '019aa086-3a7b-7000-8000-000000000000';
const key = '2026-11-20 10:00:00.123+00';
const cursor = (with_: object = {}) => encodeCursor({ sort: '-occurredAt', key, id, ...with_ });
const sqlOf = (query: object) => beyondSql({ limit: 50, ...query }, new Parameters());

describe('direction', () => {
  it.each([
    [{}, true],
    [{ before: 'x' }, false],
    [{ sort: 'occurredAt' }, false],
    [{ sort: 'occurredAt', before: 'x' }, true],
  ])('of %o goes down: %s', (query, goesDown) => {
    expect(directionOf(query).goesDown).toBe(goesDown);
  });
  it('refuses other orders', () => {
    expect(() => directionOf({ sort: 'action' })).toThrow(/sorts by occurredAt/);
  });
});

describe('beyondSql', () => {
  it('starts behind the cursor, in the direction of the page', () => {
    expect(sqlOf({ after: cursor() })[0]).toContain('(e.occurred_at, e.id) <');
    expect(sqlOf({ before: cursor() })[0]).toContain('(e.occurred_at, e.id) >');
    expect(sqlOf({})).toEqual([]);
  });
  it.each([
    ['another order', cursor({ sort: 'occurredAt' })],
    ['no moment', cursor({ key: 'yesterday' })],
    ['no date', cursor({ key: '2026-13-20 10:00:00+00' })],
    ['no id', cursor({ id: 'x' })],
    ['noise', '%%%'],
  ])('refuses a cursor with %s', (_, after) => {
    expect(() => sqlOf({ after })).toThrow(/cursor/);
  });
});

const page = (given: AuditRow[], place: object, total = 3) =>
  pageOfRows(given, total, 10, { limit: 2, ...place }, (row) => row.id);

describe('pageOfRows', () => {
  const rows = [3, 2, 1].map((n): AuditRow => ({ id: `${n}`, key: `k${n}`, body: '', opened: {} }));
  it('knows by the row beyond the limit that there are more', () => {
    const first = page(rows, {});
    expect(first.items).toEqual(['3', '2']);
    expect(first.next).toBe(encodeCursor({ sort: '-occurredAt', key: 'k2', id: '2' }));
    expect(first.previous).toBeNull();
    expect(page(rows.slice(0, 2), {}).next).toBeNull();
  });
  it('turns a page that was read backwards', () => {
    const back = page([...rows].reverse(), { before: 'x' });
    expect(back.items).toEqual(['2', '1']);
    expect(back.previous).not.toBeNull();
  });
  it('says when it stopped counting', () => {
    expect(page(rows, {}, 11)).toMatchObject({ total: 10, totalKind: 'capped' });
    expect(page(rows, {}, 10)).toMatchObject({ total: 10, totalKind: 'exact' });
  });
});
