import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { londonInstant } from './london-instant.ts';
import { readReport } from './report.reader.ts';
import { WebinError } from './webin.error.ts';

const answer = (body: unknown) => ({
  httpStatus: 200,
  contentType: 'application/json',
  bytes: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});
const process = async (report: object) =>
  (await readReport('analysis-process', answer([{ report, links: [] }])))[0];

describe('a row of a report', () => {
  it('tells how processing ended, and what came out', async () => {
    expect(
      await process({
        id: 'ERZ1',
        analysisType: 'SEQUENCE_ASSEMBLY',
        acc: 'chromosomes:OZ000001-OZ000003, genome:GCA_900000001,contigs:CAXX010000001-CAXX010000009',
        processingStatus: 'COMPLETED',
        processingStart: '27-09-2024 06:06:40',
        processingEnd: '27-12-2024 06:07:06',
        processingError: null,
      }),
    ).toEqual({
      id: 'ERZ1',
      analysisType: 'SEQUENCE_ASSEMBLY',
      status: 'COMPLETED',
      error: null,
      started: new Date('2024-09-27T05:06:40Z'),
      ended: new Date('2024-12-27T06:07:06Z'),
      accessions: [
        { kind: 'chromosomes', first: 'OZ000001', last: 'OZ000003' },
        { kind: 'genome', first: 'GCA_900000001', last: 'GCA_900000001' },
        { kind: 'contigs', first: 'CAXX010000001', last: 'CAXX010000009' },
      ],
    });
    expect(
      await process({ id: 'ERZ1', processingStatus: 'failed', processingError: 'EXECUTION_ERROR' }),
    ).toMatchObject({
      status: 'FAILED',
      error: 'EXECUTION_ERROR',
      started: null,
      accessions: [],
    });
    expect((await process({ id: 'ERZ1', acc: 'GCA_1' }))?.accessions).toEqual([
      { kind: '', first: 'GCA_1', last: 'GCA_1' },
    ]);
  });

  it('of an object has what it says, whatever else is odd', async () => {
    const row = {
      id: 'ERS1',
      alias: ' a ',
      secondaryId: 'SAMEA1',
      releaseStatus: 'private',
      firstCreated: 'soon',
      title: {},
    };
    expect(await readReport('samples', answer([row]))).toEqual([
      {
        id: 'ERS1',
        alias: 'a',
        secondaryId: 'SAMEA1',
        title: null,
        status: 'PRIVATE',
        created: null,
        published: null,
        holdUntil: null,
      },
    ]);
  });

  it('of a file has its name in either spelling', async () => {
    const files = await readReport(
      'unsubmitted-files',
      answer([
        { report: { fileName: 'a.bam', bytes: 12, checksum: 'ABC', archiveStatus: 'file archived' } },
        { name: 'b.bam', fileSize: '13', md5: 'd' },
      ]),
    );
    expect(files).toMatchObject([
      { id: null, name: 'a.bam', size: 12, md5: 'abc', archiveStatus: 'FILE ARCHIVED' },
      { id: null, name: 'b.bam', size: 13, md5: 'd' },
    ]);
    await expect(readReport('run-files', answer([{ report: { bytes: 1 } }]))).rejects.toThrow(
      'cannot be read',
    );
  });

  it('is read from the published one', async (context) => {
    const file = join(shared(), 'ena', 'documents', 'loculus__get_ena_analysis_process_response.json');
    if (!existsSync(file)) return context.skip(`${file} is not there (set SEQDB_SHARED)`);
    expect(await readReport('analysis-process', answer(readFileSync(file, 'utf8')))).toEqual([
      {
        id: 'ERZ24879999',
        analysisType: 'SEQUENCE_ASSEMBLY',
        status: 'COMPLETED',
        error: null,
        started: new Date('2024-09-27T05:06:40Z'),
        ended: new Date('2024-09-27T05:07:06Z'),
        accessions: [{ kind: 'chromosomes', first: 'OZ189999', last: 'OZ189999' }],
      },
    ]);
  });

  it('or anything else is read or refused, never broken', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.jsonValue(),
        fc.constantFrom('samples', 'run-process', 'run-files'),
        async (value, kind) => {
          try {
            expect(Array.isArray(await readReport(kind, answer(value)))).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(WebinError);
          }
        },
      ),
    );
  });
});

describe("ENA's times", () => {
  it.each([
    ['25-05-2025 03:12:27', '2025-05-25T02:12:27.000Z'],
    ['01-01-2025 03:12:27', '2025-01-01T03:12:27.000Z'],
    ['2025-05-25T03:12:27', '2025-05-25T02:12:27.000Z'],
    ['2025-05-25T03:12:27.123', '2025-05-25T02:12:27.000Z'],
    ['2025-05-25T03:12:27Z', '2025-05-25T03:12:27.000Z'],
    ['2025-05-25T03:12:27.5+01:00', '2025-05-25T02:12:27.500Z'],
    ['29-03-2026 00:59:59', '2026-03-29T00:59:59.000Z'],
    ['29-03-2026 01:30:00', '2026-03-29T01:30:00.000Z'],
    ['29-03-2026 02:00:00', '2026-03-29T01:00:00.000Z'],
    ['25-10-2026 01:30:00', '2026-10-25T00:30:00.000Z'],
    ['25-10-2026 02:00:00', '2026-10-25T02:00:00.000Z'],
    ['24-08-2025', '2025-08-23T23:00:00.000Z'],
  ])('%s is %s', (text, iso) => {
    expect(londonInstant(text)?.toISOString()).toBe(iso);
  });

  it.each([
    '',
    'soon',
    '31-02-2025 00:00:00',
    '01-13-2025 00:00:00',
    '01-01-2025 25:00:00',
    '1-1-2025',
    '99-99-9999 99:99:99',
  ])('%j is none', (text) => expect(londonInstant(text)).toBeNull());

  it('read as they were written, on any day', () => {
    const format = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'Europe/London',
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    const time = fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(time, (date) => {
        const [day, clock] = format.format(date).split(', ');
        const read = londonInstant(`${day?.replaceAll('/', '-')} ${clock}`);
        expect(read && format.format(read)).toBe(format.format(date));
        expect(Math.abs((read?.getTime() ?? 0) - date.getTime())).toBeLessThan(3_601_000);
      }),
    );
  });
});

function shared(): string {
  return globalThis.process.env.SEQDB_SHARED ?? '../shared';
}
