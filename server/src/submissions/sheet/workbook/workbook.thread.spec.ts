import { monitorEventLoopDelay } from 'node:perf_hooks';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { workbook } from '../../../../../test/factories/workbooks.ts';
import { packedRows, unpackedRows } from './packed-rows.ts';
import { workbookSources } from './workbook.reader.ts';
import { threadLimits, workbookInThread } from './workbook.thread.ts';

const cells = (sources: Awaited<ReturnType<typeof workbookSources>>) =>
  sources.map(({ sheet, records }) => [sheet, [...records()]]);

const large = (rows: number, columns: number) =>
  workbook({
    large: Array.from({ length: rows }, (_row, row) =>
      Array.from({ length: columns }, (_column, column) => `value ${row} ${column}`),
    ),
  });

describe('rows handed from thread to thread', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.string({ unit: 'binary' }), { maxLength: 5 }), { maxLength: 8 }),
        (rows) => {
          const records = rows.map((row, index) => ({
            row: index + 1,
            cells: row.map((cell) => cell.toWellFormed()),
          }));
          const packed = packedRows(records);
          expect(packed.rows).toBe(records.length);
          expect([...unpackedRows(packed)]).toEqual(records);
        },
      ),
    );
  });
});

describe('a workbook read in a thread', () => {
  it('is the same as read here, sheet by sheet', async () => {
    const bytes = workbook({
      one: [['a', 'Ñandú', 1.5], [], ['line\nbreak', '"quote"', 44_000]],
      two: [['x']],
      empty: [],
    });
    expect(cells(await workbookInThread(bytes))).toEqual(cells(await workbookSources(bytes)));
  });

  it('that is none is refused in words', async () => {
    for (const bytes of [
      workbook({}),
      Buffer.from('504b0304000000', 'hex'),
      workbook({ a: [['x']] }).subarray(0, 300),
    ]) {
      const expected = await workbookSources(bytes).then(cells, (error: Error) => error.message);
      expect(await workbookInThread(bytes).then(cells, (error: Error) => error.message)).toEqual(expected);
    }
  });

  it('keeps nobody waiting while it is read', async () => {
    const bytes = large(2_000, 60);
    const delay = monitorEventLoopDelay({ resolution: 5 });
    const alone = performance.now();
    await workbookSources(bytes);
    const took = performance.now() - alone;
    delay.enable();
    const [source] = await workbookInThread(bytes);
    delay.disable();
    expect(source?.records().next().value?.cells).toHaveLength(60);
    // In a thread, the longest that anything had to wait is a small part of the work.
    expect(delay.max / 1e6).toBeLessThan(Math.max(250, took / 2));
  }, 150_000);

  it('that needs too much memory or time is refused in words, and others are read after it', async () => {
    const bytes = large(3_000, 60);
    await expect(workbookInThread(bytes, { ...threadLimits, heapMb: 24 })).rejects.toMatchObject({
      code: 'sheet.unreadable',
      message: expect.stringContaining('too much memory'),
    });
    // More than have a turn at once: each hands its turn on, also when it fails.
    const slow = [1, 2, 3].map(() => workbookInThread(bytes, { ...threadLimits, milliseconds: 1 }));
    for (const each of await Promise.allSettled(slow))
      expect(each).toMatchObject({ reason: { message: expect.stringContaining('too much time') } });
    expect(cells(await workbookInThread(workbook({ a: [['x']] })))).toEqual([
      ['a', [{ row: 1, cells: ['x'] }]],
    ]);
  }, 150_000);
});
