import { describe, expect, it } from 'vitest';
import type { ReportKind, ReportQuery } from '../webin/report.ts';
import type { WebinClient } from '../webin/webin.client.ts';
import { WebinError } from '../webin/webin.error.ts';
import { mostRows, sightings } from './object-reports.ts';
import type { ObjectAt } from './object-rows.ts';

const object = (n: number, type: ObjectAt['type'] = 'sample') =>
  ({
    id: `${type}${n}`,
    type,
    enaAccession: `${type}-${n}`,
    processedAt: null,
    acceptedAt: new Date(),
  }) as unknown as ObjectAt;
const objects = (count: number, type?: ObjectAt['type']) =>
  Array.from({ length: count }, (_, n) => object(n, type));

/** Reports of an account that has these, the newest first. */
function service(accessions: readonly string[], failing?: ReportKind) {
  const asked: [ReportKind, ReportQuery][] = [];
  const report = (kind: ReportKind, query: ReportQuery) => {
    asked.push([kind, query]);
    if (kind === failing) return Promise.reject(new WebinError('unknown', 'ENA is out of order.'));
    const found = accessions.filter((id) => query.id === undefined || query.id === id);
    return Promise.resolve(found.slice(0, query.maxResults ?? 100).map((id) => ({ id, status: 'PRIVATE' })));
  };
  return { asked, client: { report } as unknown as WebinClient };
}

const options = (newer: number) => ({
  signal: new AbortController().signal,
  pauseMs: 0,
  newer: () => Promise.resolve(newer),
});

describe('asking reports', () => {
  it('for many takes one list, and what a complete list lacks is not there', async () => {
    const { client, asked } = service(objects(900).map(({ enaAccession }) => enaAccession));
    const { seen, outage } = await sightings(client, objects(1_000), options(1_000));
    expect([asked.length, outage, seen.size]).toEqual([1, null, 1_000]);
    expect(asked[0]?.[1].maxResults).toBeGreaterThanOrEqual(1_000);
    expect([...seen.values()].filter((one) => one.object === 'absent')).toHaveLength(100);
  });

  it('for what lies behind a full list asks one by one, a few at a time; the others stay unasked', async () => {
    const others = Array.from({ length: mostRows }, (_, n) => `other-${n}`);
    const { client, asked } = service([...others, ...objects(60).map(({ enaAccession }) => enaAccession)]);
    const { seen } = await sightings(client, objects(60), options(mostRows * 3));
    expect(asked[0]?.[1].maxResults).toBe(mostRows);
    expect([asked.length, seen.size]).toEqual([51, 50]);
    expect([...seen.values()].every((one) => one.object !== 'absent')).toBe(true);
  });

  it('concludes nothing about what it could not ask, and asks nobody about experiments', async () => {
    const { client, asked } = service(['run-0'], 'run-process');
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
