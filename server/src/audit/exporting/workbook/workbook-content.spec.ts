import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import readWorkbook from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import { newKey } from '../../../../../test/factories/audit-export.ts';
import { type ExportHeader, readManifest } from '../export-format.ts';
import type { CopyOut, Snapshot } from '../snapshot.ts';
import { People } from './people.ts';
import { WorkbookContent } from './workbook-content.ts';

const header: ExportHeader = {
  version: 1,
  id: '0193a5c0-0000-7000-8000-000000000001',
  format: 'xlsx',
  origin: 'log.example/audit',
  filter: { action: ['submission.update'] },
  complete: false,
  exportedAt: '2026-11-21T10:00:00.000Z',
};

const line = (number: number) => {
  const body = {
    v: 1,
    id: `019a9c5e-1234-7abc-8def-${String(number).padStart(12, '0')}`,
    occurredAt: '2026-11-21T09:00:00.000Z',
    action: 'submission.update',
    actor: { type: 'system', id: 'x', name: `=${number}`, roles: [] },
    onBehalfOf: null,
    target: { type: 'Submission', id: 's', label: 'Potato' },
    root: { type: 'Submission', id: 's' },
    changes: [],
    facts: {},
    reason: null,
    requestId: null,
    address: null,
    client: null,
  };
  return `${JSON.stringify({ seq: number, leaf: 'ab', body: JSON.stringify(body), personal: {} })}\n`;
};

/** What a COPY gives: lines, cut anywhere. */
const copyOf = (from: number, to: number): CopyOut => {
  const bytes = Buffer.from(Array.from({ length: to - from }, (_, index) => line(from + index)).join(''));
  const pieces = Array.from({ length: Math.ceil(bytes.length / 777) }, (_, at) =>
    bytes.subarray(at * 777, at * 777 + 777),
  );
  return Object.assign(Readable.from(pieces), { rowCount: to - from });
};

/** A snapshot that gives copies one after the other, and counts what matches. */
const snapshotOf = (copies: CopyOut[], matching: number) =>
  ({
    copy: () => Promise.resolve(copies.shift()),
    query: () => Promise.resolve([{ count: String(matching) }]),
    close: () => Promise.resolve(),
  }) as unknown as Snapshot;

async function written(limit: number, first: CopyOut, others: CopyOut[], matching: number) {
  const content = new WorkbookContent(
    header,
    { lastSegment: 0, head: null, segments: [], keys: [] },
    [newKey()],
    'count',
    new People(() => Promise.resolve([])),
    limit,
  );
  const pieces: Buffer[] = [];
  const statements = others.map(() => 'COPY');
  for await (const piece of content.chunks(snapshotOf(others, matching), first, statements))
    pieces.push(piece);
  const bytes = Buffer.concat(pieces);
  const [events, about] = await readWorkbook(bytes);
  return { content, bytes, events: events?.data ?? [], about: JSON.stringify(about?.data) };
}

describe('a workbook', () => {
  it('holds what two statements give, and its manifest binds the whole file', async () => {
    const { content, bytes, events, about } = await written(100, copyOf(1, 31), [copyOf(31, 41)], 40);
    expect(events).toHaveLength(41);
    expect(events.at(-1)).toContain('=40');
    expect([content.rows, content.matching]).toEqual([40, 40]);
    expect(about).not.toContain('no room');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(readManifest(content.manifest)?.manifest).toMatchObject({
      sha256,
      bytes: bytes.length,
      rows: 40,
      matching: 40,
    });
  });

  it('says when its sheet has no room for more, in the sheet, beside it and in the manifest', async () => {
    const { content, events, about } = await written(25, copyOf(1, 27), [copyOf(31, 57)], 50_000);
    const words = 'Only the first 25 of 50000 events are in this sheet';
    expect(events).toHaveLength(27);
    expect(events[25]).toContain('=25');
    expect(String(events[26]?.[0])).toContain(words);
    expect(about).toContain(words);
    expect(readManifest(content.manifest)?.manifest).toMatchObject({ rows: 25, matching: 50_000 });
  });

  it('is full with exactly as many, and says nothing', async () => {
    const { content, events, about } = await written(25, copyOf(1, 26), [], 25);
    expect([content.rows, content.matching, events.length]).toEqual([25, 25, 26]);
    expect(about).not.toContain('Only the first');
  });
});
