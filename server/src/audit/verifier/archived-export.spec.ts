// A complete export of a log that months have left proves itself, and every tamper with it is found.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  below,
  completeRows,
  makeExport,
  makeLog,
  newKey,
  randomFrom,
} from '../../../../test/factories/audit-export.ts';
import { leave } from '../../../../test/factories/audit-left.ts';
import { isLocated, tamper, tamperKinds } from '../../../../test/factories/audit-tampers.ts';
import { verifierKey } from '../sealing/signing-key.ts';
import { verifyExport } from './verify-export.ts';

const folder = mkdtempSync(join(tmpdir(), 'seqdb-verify-'));
afterAll(() => rmSync(folder, { recursive: true }));
const key = newKey();
const keys = join(folder, 'keys');
writeFileSync(keys, verifierKey(key));
const path = join(folder, 'export');
const verdictOf = (text: string, encoding: BufferEncoding = 'utf8') => {
  writeFileSync(path, Buffer.from(text, encoding));
  return verifyExport(path, { keys });
};
const made = (seed: number) => {
  const random = randomFrom(seed);
  return { random, log: leave(makeLog(random, 20 + below(random, 60), key), key, random) };
};
const formats = ['jsonl', 'csv'] as const;

it.each(formats)('as it was written it is accepted, and says what has left: %s', async (format) => {
  for (let seed = 1; seed <= 25; seed++) {
    const { log } = made(seed);
    const { text } = makeExport(log, key, format);
    const verdict = await verdictOf(text);
    expect(verdict).toMatchObject({ flaw: null, archived: [{ month: '2026-03' }, { month: '2026-04' }] });
    if (verdict.flaw === null)
      expect(verdict.archived.reduce((sum, { events }) => sum + events, 0) + verdict.events).toBe(
        log.rows.length,
      );
  }
});

it.each(tamperKinds)('%s is found and located', async (kind) => {
  let done = 0;
  for (let seed = 1; seed <= 300 && done < 30; seed++) {
    const { random, log } = made(seed);
    const format = random() < 0.5 ? 'csv' : 'jsonl';
    const tampered = tamper(kind, { log, key, format, chosen: undefined, random });
    if (!tampered) continue;
    done += 1;
    const { flaw } = await verdictOf(tampered.file, kind === 'a changed byte' ? 'latin1' : 'utf8');
    expect(
      flaw && isLocated(flaw, tampered),
      JSON.stringify({ seed, format, flaw, rows: tampered.rows, segments: tampered.segments }),
    ).toBe(true);
  }
  expect(done).toBeGreaterThan(15);
});

describe('a file that was made to fit, and signed by who has no key of heads', () => {
  const other = newKey(key.name);
  const flawOf = async (log: ReturnType<typeof made>['log']) =>
    (await verdictOf(makeExport(log, key, 'jsonl').text)).flaw;

  it('with statements that another key signed', async () => {
    const random = randomFrom(7);
    const log = leave(makeLog(random, 50, key), other, random);
    expect(await flawOf(log)).toMatchObject({
      place: 'archive of 2026-03',
      says: 'its statement is not signed by a known key',
    });
  });

  it('with a month less', async () => {
    const { log } = made(8);
    const { left } = log;
    if (!left) throw new Error('nothing has left');
    for (const months of [left.archived.months.slice(1), left.archived.months.slice(0, 1), []])
      expect(
        (await flawOf({ ...log, left: { ...left, archived: { ...left.archived, months } } }))?.kind,
      ).toBe('damaged');
  });

  it('with the tree of another log', async () => {
    const { log } = made(9);
    const { left } = log;
    if (!left) throw new Error('nothing has left');
    for (const frontier of [
      '',
      '00'.repeat(32),
      left.archived.frontier.replace(/^../, (byte) => (byte === '00' ? '01' : '00')),
    ])
      expect(
        await flawOf({ ...log, left: { ...left, archived: { ...left.archived, frontier } } }),
      ).toMatchObject({
        says: 'its head covers another log than the one that is stated up to here',
      });
  });

  it('with one event less than remains', async () => {
    for (let seed = 1; seed <= 30; seed++) {
      const { random, log } = made(seed);
      const { left } = log;
      const beside = left ? completeRows(log).filter(({ remaining }) => remaining !== undefined) : [];
      if (!left || beside.length === 0) continue;
      const victim = beside[below(random, beside.length)]?.seq ?? 0;
      const flaw = await flawOf({ ...log, left: { ...left, gone: new Set([...left.gone, victim]) } });
      expect(flaw?.says).toContain(`event ${victim} is missing before it, and no archived month has it`);
    }
  });

  it.each([
    ['an event of the archive as its own', [1, 1]],
    ['more events than it has', undefined],
  ] as const)('with a statement that claims %s', async (_, stretch) => {
    const random = randomFrom(11);
    const log = leave(makeLog(random, 50, key), key, random, (month) =>
      month.month === '2026-03'
        ? month
        : stretch
          ? { ...month, seqs: [[...stretch], ...month.seqs], events: month.events + 1 }
          : { ...month, events: month.events + 1 },
    );
    expect((await flawOf(log))?.kind).toBe('damaged');
  });
});
