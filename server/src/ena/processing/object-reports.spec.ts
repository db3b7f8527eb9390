import { describe, expect, it } from 'vitest';
import type { ReportKind, ReportQuery } from '../webin/report.ts';
import type { WebinClient } from '../webin/webin.client.ts';
import { WebinError } from '../webin/webin.error.ts';
import { mostRows, mostRowsWide, mostSingles, sightings } from './object-reports.ts';
import type { ObjectAt } from './object-rows.ts';

const object = (n: number, type: ObjectAt['type'] = 'sample') =>
  ({
    id: `${type}${n}`,
    type,
    enaAccession: `${type}-${n}`,
    status: null,
    processedAt: null,
    acceptedAt: new Date(),
  }) as unknown as ObjectAt;
const objects = (count: number, type?: ObjectAt['type']) =>
  Array.from({ length: count }, (_, n) => object(n, type));

type Listed = { id: string; status?: string; created?: Date | null };

/** Reports of an account that has these, the newest first; it never gives more rows than `most`. */
function service(listed: readonly (string | Listed)[], { failing = '', most = Infinity } = {}) {
  const rows = listed.map((one) => (typeof one === 'string' ? { id: one } : one));
  const asked: [ReportKind, ReportQuery][] = [];
  const report = (kind: ReportKind, query: ReportQuery) => {
    asked.push([kind, query]);
    if (kind === failing) return Promise.reject(new WebinError('unknown', 'ENA is out of order.'));
    const found = rows.filter(
      ({ id, status = 'PRIVATE' }) =>
        (query.id ?? id) === id && (query.status ?? status).toUpperCase() === status,
    );
    return Promise.resolve(
      found
        .slice(0, Math.min(most, query.maxResults ?? 100))
        .map((row) => ({ status: 'PRIVATE', created: null, ...row })),
    );
  };
  return { asked, client: { report } as unknown as WebinClient };
}

const options = (newer: number | ((object: ObjectAt) => number)) => ({
  signal: new AbortController().signal,
  pauseMs: 0,
  newer: (one: ObjectAt) => Promise.resolve(typeof newer === 'number' ? newer : newer(one)),
});

const names = (some: readonly ObjectAt[]) => some.map(({ enaAccession }) => enaAccession);
const others = (count: number) => Array.from({ length: count }, (_, n) => `other-${n}`);
const singles = (asked: [ReportKind, ReportQuery][]) => asked.filter(([, { id }]) => id !== undefined);
const lists = (asked: [ReportKind, ReportQuery][]) => asked.filter(([, { id }]) => id === undefined);

describe('asking reports', () => {
  it('for many takes one list, and what a complete list lacks is not there', async () => {
    const { client, asked } = service(names(objects(900)));
    const { seen, outage } = await sightings(client, objects(1_000), options(1_000));
    expect([asked.length, outage, seen.size]).toEqual([1, null, 1_000]);
    expect(asked[0]?.[1].maxResults).toBeGreaterThanOrEqual(1_000);
    expect([...seen.values()].filter((one) => one.object === 'absent')).toHaveLength(100);
  });

  it('for what lies behind a full list asks one by one, a minute long; the others stay unasked', async () => {
    const behind = Array.from({ length: mostSingles + 60 }, (_, n) => object(n));
    const { client, asked } = service([...others(mostRowsWide), ...names(behind)]);
    const { seen } = await sightings(client, behind, options(mostRowsWide * 3));
    expect(lists(asked).map(([, { maxResults }]) => maxResults)).toEqual([mostRowsWide]);
    expect([singles(asked).length, seen.size]).toEqual([mostSingles, mostSingles]);
    expect([...seen.values()].every((one) => one.object !== 'absent')).toBe(true);
  });

  it('for many behind the newest takes one longer list', async () => {
    const old = objects(30_000);
    const { client, asked } = service([...others(20_000), ...names(old)]);
    const { seen } = await sightings(client, old, options(mostRows));
    expect([asked.length, seen.size]).toEqual([1, 30_000]);
    expect(asked[0]?.[1]).toEqual({ maxResults: mostRowsWide });
  });

  it('asks for those with the state that they last had, however many the others are', async () => {
    const held = objects(1_000).map((one) => ({ ...one, status: 'PRIVATE' }));
    const open = names(held).slice(0, 990);
    const since = names(held).slice(990);
    const published = [...others(mostRowsWide), ...since].map((id) => ({ id, status: 'PUBLIC' }));
    const { client, asked } = service([...published, ...open]);
    const { seen } = await sightings(client, held, options(mostRows));
    expect(lists(asked).map(([, query]) => query)).toEqual([{ maxResults: mostRowsWide, status: 'private' }]);
    // What is in that state no longer was asked for by its name.
    expect(singles(asked).map(([, { id }]) => id)).toEqual(since);
    const found = [...seen.values()].map((one) => (one.object as { status: string }).status);
    expect(found.filter((status) => status === 'PUBLIC')).toHaveLength(10);
    expect(found).toHaveLength(1_000);
  });

  it('concludes nothing from a list that is shorter than it was asked to be', async () => {
    const days = (count: number) => new Date(Date.now() - count * 86_400_000);
    const old = objects(20).map((one) => ({ ...one, acceptedAt: days(30) }));
    const fresh = { ...object(100), acceptedAt: days(0) };
    const known = [
      { id: 'another', created: days(0) },
      { id: 'older', created: days(2) },
    ];
    const { client } = service([...known, ...names(old)], { most: 2 });
    const { seen } = await sightings(client, [...old, fresh], options(21));
    for (const { id } of old) expect(seen.get(id)?.object).toMatchObject({ status: 'PRIVATE' });
    expect(seen.get(fresh.id)?.object).toBe('absent');
  });

  it('concludes nothing about what it could not ask, and asks nobody about experiments', async () => {
    const { client, asked } = service(['run-0'], { failing: 'run-process' });
    const { seen, outage } = await sightings(
      client,
      [object(0, 'run'), object(1, 'analysis'), object(2, 'experiment')],
      options(2),
    );
    expect(outage).toBeInstanceOf(WebinError);
    expect(asked.map(([kind]) => kind)).toEqual(['runs', 'run-process']);
    expect([...seen]).toEqual([['run0', { object: expect.objectContaining({ id: 'run-0' }) }]]);
  });
});
