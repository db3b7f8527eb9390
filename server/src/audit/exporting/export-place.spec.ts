import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { asserted, keyOf, NoExport, notedKey } from './export-place.ts';
import { fileNameOf } from './file-name.ts';

const job = {
  origin: 'job',
  id: '0198a000-0000-7000-8000-000000000001',
  cadence: null,
  period: null,
  fileName: 'seqdb-change-log-20261121T170000Z.csv',
  format: 'csv',
  compression: null,
} as const;
const daily = {
  ...job,
  origin: 'schedule',
  cadence: 'daily',
  period: '2026-11-20',
  format: 'jsonl',
  compression: 'gzip',
} as const;

it('lies where it always lay', () => {
  expect(keyOf(job)).toBe(`audit-exports/${job.id}/${job.fileName}`);
  expect(keyOf(daily)).toBe('daily/2026/seqdb-change-log-2026-11-20.jsonl.gz');
  expect(keyOf({ ...daily, cadence: 'monthly', period: '2026-11', compression: null })).toBe(
    'monthly/2026/seqdb-change-log-2026-11.jsonl',
  );
});

it('is never what a row names beside it', () => {
  expect(notedKey({ ...job, objectKey: null })).toBeNull();
  expect(notedKey({ ...daily, objectKey: keyOf(daily) })).toBe(keyOf(daily));
  for (const objectKey of ['archive/2026-03-0123456789.jsonl.gz', keyOf(job), '', 'daily/2026/x'])
    expect(() => notedKey({ ...daily, objectKey })).toThrow(NoExport);
});

it.each([
  { ...daily, period: '../../archive/2026-03-0123456789' },
  { ...daily, period: '2026-11' },
  { ...daily, cadence: null },
  { ...job, fileName: '../x' },
  { ...job, fileName: 'a/b' },
  { ...job, fileName: '' },
  { ...job, id: 'archive' },
  { ...job, origin: 'stream' as const },
])('is nowhere for a row like $origin $period $fileName', (row) => {
  expect(() => keyOf(row)).toThrow(NoExport);
});

it('is below the folders of exports, whatever the columns say', () => {
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom('..', '../archive/x', 'archive/x', '2026-11-20', '2026-11', 'x\n'),
  );
  const row = fc.record({
    origin: fc.constantFrom('job' as const, 'schedule' as const),
    id: fc.oneof(fc.uuid(), text),
    cadence: fc.constantFrom('daily' as const, 'monthly' as const, null),
    period: fc.option(text),
    fileName: fc.oneof(text, fc.constant(fileNameOf('x', 'csv', null))),
    format: fc.constantFrom('csv' as const, 'jsonl' as const, 'xlsx' as const),
    compression: fc.constantFrom('gzip' as const, null),
  });
  fc.assert(
    fc.property(row, (given) => {
      let key: string;
      try {
        key = keyOf(given);
      } catch (error) {
        expect(error).toBeInstanceOf(NoExport);
        return;
      }
      expect(asserted(given.origin, key)).toBe(key);
      expect(key.split('/')).toHaveLength(3);
      expect(key).toMatch(/^(audit-exports|daily|monthly)\//);
      expect(key.split('/')).not.toContain('..');
    }),
  );
});
