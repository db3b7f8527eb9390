import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import {
  below,
  chosenRows,
  completeRows,
  makeExport,
  makeLog,
  type MadeLog,
  newKey,
  randomFrom,
  seal,
} from '../../../../test/factories/audit-export.ts';
import { isLocated, tamper, tamperKinds } from '../../../../test/factories/audit-tampers.ts';
import { csvHeadings } from '../exporting/export-format.ts';
import { verifierKey } from '../sealing/signing-key.ts';
import type { Flaw } from './verdict.ts';
import { type Options, verifyExport } from './verify-export.ts';

const folder = mkdtempSync(join(tmpdir(), 'seqdb-verify-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const fileWith = (content: string | Buffer, name = `file-${++files}`): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const key = newKey();
const keys = fileWith(`${verifierKey(key)}\n`, 'keys');
const log = makeLog(randomFrom(1), 60, key);
const allHeads = log.segments.map(({ head }) => head);
const flawOf = async (content: string | Buffer, options: Options = { keys }): Promise<Flaw | null> =>
  (await verifyExport(fileWith(content, 'current'), options)).flaw;
const formats = ['csv', 'jsonl'] as const;

describe.each(formats)('an export as %s', (format) => {
  const whole = makeExport(log, key, format);
  const some = makeExport(log, key, format, [2, 3, 7, 30, 31, 60]);

  it('is accepted as it was written, also compressed, and with the heads that were published', async () => {
    const heads = fileWith(allHeads.join(''), 'heads');
    for (const { text } of [whole, some, makeExport(log, key, format, [])])
      for (const content of [text, gzipSync(text)])
        for (const options of [{}, { keys }, { keys, heads }])
          expect(await flawOf(content, options)).toBeNull();
    expect(await verifyExport(fileWith(whole.text))).toMatchObject({
      events: 60,
      unsealed: 0,
      hasKeys: false,
    });
  });

  it('of a log without an event is accepted', async () => {
    const none = seal([], [], undefined, key, format, true);
    expect(await flawOf(none.text)).toBeNull();
    const quiet = makeLog(randomFrom(3), 0, key);
    expect(await flawOf(makeExport(quiet, key, format).text)).toBeNull();
  });

  it('that ends at a line’s end between quotes is cut as well', async () => {
    const { text } = whole;
    const ends = [...text.matchAll(/\n/g)].map(({ index }) => index + 1).filter((at) => at < text.length);
    for (const at of ends)
      expect(await flawOf(text.slice(0, at))).toMatchObject({
        kind: 'unreadable',
        says: expect.stringContaining('truncated'),
      });
    // A reason of more than one line, as people write them, makes such a place.
    if (format === 'csv') expect(ends.length).toBeGreaterThan(61);
  });

  it('with events that were not sealed yet says how many', async () => {
    const rows = completeRows(log).map((row, index) => (index < 60 ? row : row));
    const [first] = rows;
    const waiting = { seq: null, leaf: null, body: first?.body ?? '', personal: first?.personal ?? {} };
    const last = log.segments.at(-1);
    const { text } = seal([...rows, waiting], [], last, key, format, true);
    expect(await verifyExport(fileWith(text), { keys })).toMatchObject({
      flaw: null,
      events: 61,
      unsealed: 1,
    });
  });

  it('that ends early is cut, wherever it ends', async () => {
    const random = randomFrom(5);
    for (let n = 0; n < 60; n++) {
      const flaw = await flawOf(whole.text.slice(0, below(random, whole.text.length - 1)));
      expect(flaw).toMatchObject({ kind: 'unreadable', says: expect.stringContaining('truncated') });
    }
    const packed = gzipSync(whole.text);
    expect(await flawOf(packed.subarray(0, packed.length - 20))).toMatchObject({ kind: 'unreadable' });
  });

  it('with something after its manifest is not as it was written', async () => {
    expect(await flawOf(`${whole.text}x\n`)).toMatchObject({ kind: 'damaged', place: 'file' });
  });
});

describe('a cell of a CSV that says something else than its event', () => {
  it.each(csvHeadings.slice(csvHeadings.indexOf('id'), csvHeadings.indexOf('body')))(
    '%s is named, though the file was signed like that',
    async (heading) => {
      const edited = (cells: string[]) =>
        cells.with(csvHeadings.indexOf(heading), `${cells[csvHeadings.indexOf(heading)]}x`);
      const chosen = seal(
        chosenRows(log, [4, 9]),
        [],
        log.segments.at(-1),
        key,
        'csv',
        false,
        undefined,
        edited,
      );
      expect(await flawOf(chosen.text)).toMatchObject({
        kind: 'damaged',
        place: 'row 1',
        says: `the column ${heading} says something else than the event`,
      });
    },
  );
});

describe('a file that is none', () => {
  it.each([
    ['an empty file', '', /truncated/],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 1, 2]), /binary/],
    ['zeros', Buffer.alloc(100_000), /binary/],
    ['another CSV', 'id,name\n1,x\n', /foreign/],
    ['another JSONL', '{"a":1}\n{"b":2}\n', /foreign/],
    ['prose', 'Dear auditor,\n', /foreign/],
    ['broken gzip', Buffer.from([0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8]), /compressed/],
  ])('%s is told as what it is', async (_, content, says) => {
    expect(await flawOf(content)).toMatchObject({ kind: 'unreadable', says: expect.stringMatching(says) });
  });

  it('a file that is not there', async () => {
    expect((await verifyExport(join(folder, 'nowhere'))).flaw).toMatchObject({ kind: 'unreadable' });
    const { text } = makeExport(log, key, 'jsonl');
    expect(await flawOf(text, { keys: join(folder, 'nowhere') })).toMatchObject({ place: 'keys' });
    expect(await flawOf(text, { keys, heads: join(folder, 'nowhere') })).toMatchObject({ place: 'heads' });
    expect(await flawOf(text, { keys: fileWith('nonsense\n') })).toMatchObject({
      kind: 'unreadable',
      place: 'keys',
    });
    expect(await flawOf(text, { keys, heads: fileWith('nonsense\n') })).toMatchObject({
      kind: 'unreadable',
      place: 'heads',
    });
  });
});

describe.each(tamperKinds)('%s', (kind) => {
  it('is detected and located, whatever it is done to', async () => {
    const random = randomFrom(7 + tamperKinds.indexOf(kind));
    let done = 0;
    while (done < 40) {
      const format = formats[below(random, 2)] ?? 'csv';
      const chosen =
        random() < 0.4 ? log.rows.filter(() => random() < 0.3).map(({ seq }) => seq as number) : undefined;
      if (chosen?.length === 0) continue;
      const tampered = tamper(kind, { log, key, format, chosen, random });
      if (!tampered) continue;
      done += 1;
      const isBytes = kind === 'a changed byte';
      const flaw = await flawOf(Buffer.from(tampered.file, isBytes ? 'latin1' : 'utf8'));
      expect(flaw, kind).not.toBeNull();
      if (flaw)
        expect(
          isLocated(flaw, tampered),
          `${format} ${chosen?.length}: ${JSON.stringify({ flaw, ...tampered, file: '' })}`,
        ).toBe(true);
    }
  });
});

describe('a log that was written anew with right hashes', () => {
  const forged = (signer = key): MadeLog => makeLog(randomFrom(99), 60, signer);

  it('by who does not have the key is seen by the key', async () => {
    const other = newKey(key.name);
    for (const format of formats) {
      const { text } = makeExport(forged(other), other, format);
      expect(await flawOf(text, {})).toBeNull(); // it agrees with itself: that is why keys are to be given
      expect(await flawOf(text)).toMatchObject({
        kind: 'damaged',
        place: expect.stringMatching(/^(segment 1|manifest)$/),
      });
      expect(await flawOf(makeExport(forged(other), other, format, [1, 2]).text)).toMatchObject({
        kind: 'damaged',
      });
    }
  });

  it('by who has the key is seen by the heads that were published', async () => {
    const heads = fileWith(allHeads.join(''));
    for (const format of formats)
      for (const chosen of [undefined, [1, 2, 3]])
        expect(await flawOf(makeExport(forged(), key, format, chosen).text, { keys, heads })).toMatchObject({
          kind: 'damaged',
          place: 'segment 1',
        });
  });

  it('and is shorter than what was published', async () => {
    const short = { rows: log.rows.filter(({ number }) => number <= 3), segments: log.segments.slice(0, 3) };
    // Made two minutes after the third segment; heads of the fifth were published two minutes before another.
    const { text } = makeExport(short, key, 'jsonl');
    const heads = fileWith(allHeads.slice(0, 5).join(''));
    expect(await flawOf(text, { keys, heads })).toBeNull();
    const late = seal(completeRows(short), [], short.segments[2], key, 'jsonl', true, 9);
    expect(await flawOf(late.text, { keys, heads })).toMatchObject({ kind: 'damaged', place: 'segment 4' });
  });
});

describe('published heads', () => {
  const { text } = makeExport(log, key, 'jsonl');
  const notes = (heads: string[]) => ({ keys, heads: fileWith(heads.join('')) });

  it('that were replaced are not signed by the key', async () => {
    const other = makeLog(randomFrom(1), 60, newKey(key.name));
    expect(await flawOf(text, notes(other.segments.map(({ head }) => head)))).toMatchObject({
      place: 'heads',
    });
    const altered = allHeads.map((head) => head.replace(/time 2026/, 'time 2025'));
    expect(await flawOf(text, notes(altered))).toMatchObject({ kind: 'damaged', place: 'heads' });
  });

  it('that cover nothing of the export are not counted as checked', async () => {
    const some = fileWith(makeExport(log, key, 'jsonl', [1]).text);
    const number = log.rows[0]?.number ?? 0;
    const between = allHeads[number] ?? ''; // of the segment after it, which is not the newest either
    const verdict = (heads: string[]) => verifyExport(some, { ...notes(heads), mayHeadsBeOld: true });
    expect(await verdict([between])).toMatchObject({ flaw: null, hasHeads: false, areHeadsElsewhere: true });
    expect(await verdict(allHeads)).toMatchObject({ flaw: null, hasHeads: true, areHeadsElsewhere: false });
    expect(await verifyExport(some, { keys })).toMatchObject({ hasHeads: false, areHeadsElsewhere: false });
  });

  it('that contradict each other are told', async () => {
    const other = makeLog(randomFrom(2), 60, key);
    const heads = [...allHeads, other.segments[0]?.head ?? ''];
    expect(await flawOf(text, notes(heads))).toMatchObject({
      place: 'heads',
      says: expect.stringContaining('segment 1'),
    });
  });

  it('that were rolled back end too long before the export', async () => {
    const long = makeLog(randomFrom(4), 1_500, key); // a segment a minute
    const exported = makeExport(long, key, 'jsonl').text;
    const heads = long.segments.map(({ head }) => head);
    expect(heads.length).toBeGreaterThan(200);
    expect(await flawOf(exported, notes(heads.slice(0, -60)))).toBeNull();
    expect(await flawOf(exported, notes(heads.slice(0, -150)))).toMatchObject({
      place: 'heads',
      says: expect.stringContaining('rolled back'),
    });
    expect(await flawOf(exported, { ...notes(heads.slice(0, -150)), mayHeadsBeOld: true })).toBeNull();
  });

  it('are read as the API lists them, and from a folder as the bucket holds them', async () => {
    const items = log.segments.map(({ head, number }) => ({ head, number }));
    expect(await flawOf(text, { keys, heads: fileWith(JSON.stringify({ items })) })).toBeNull();
    const dir = mkdtempSync(join(folder, 'bucket-'));
    allHeads.forEach((head, index) => writeFileSync(join(dir, `${index}.note`), head));
    expect(await flawOf(text, { keys, heads: dir })).toBeNull();
  });
});

describe('keys', () => {
  const { text, manifest } = makeExport(log, key, 'jsonl');
  const published = (validFrom: string, validUntil: string | null) =>
    fileWith(
      JSON.stringify({
        keys: [
          { verifierKey: verifierKey(newKey()), validFrom, validUntil },
          { verifierKey: verifierKey(key), validFrom, validUntil },
        ],
      }),
    );

  it('are good for as long as they were valid', async () => {
    expect(await flawOf(text, { keys: published('2026-10-01T00:00:00.000Z', null) })).toBeNull();
    expect(
      await flawOf(text, { keys: published('2026-10-01T00:00:00.000Z', manifest.exportedAt) }),
    ).toBeNull();
    expect(
      await flawOf(text, { keys: published('2026-10-01T00:00:00.000Z', '2026-10-02T00:00:00.000Z') }),
    ).toMatchObject({ kind: 'damaged' });
    expect(await flawOf(text, { keys: published('2026-12-01T00:00:00.000Z', null) })).toMatchObject({
      kind: 'damaged',
    });
  });
});
