// Events whose texts cannot be read, put there by somebody with power over the database: an auditor needs the export most
// when the log was damaged. What can be told is told, what lies there is handed out as it lies, and a month with such an
// event stays in the log.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import Papa from 'papaparse';
import readWorkbook from 'read-excel-file/node';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { monthAfter } from '../../server/src/audit/archive/retained-month.ts';
import { bodyOf } from '../../server/src/audit/audit-body.ts';
import { AuditHealth } from '../../server/src/audit/audit-health.ts';
import { csvHeadings, unreadableMark } from '../../server/src/audit/exporting/export-format.ts';
import { verifyExport } from '../../server/src/audit/verifier/verify-export.ts';
import { systemActor } from '../../server/src/platform/access/actor.ts';
import { useLeavingLog } from '../factories/leaving-log.ts';
import { monthOfFile } from '../factories/month-of-file.ts';
import { type Person, useApp } from '../setup/app.ts';

const app = useApp({ worker: true, env: { AUDIT_RETENTION_MONTHS: '2' } });
const log = useLeavingLog(app);
const { query, sealed } = log;
const folder = mkdtempSync(join(tmpdir(), 'seqdb-damaged-'));
const thisMonth = monthOfFile();
const [whole = '', damaged = '', stays = ''] = [-4, -3, -2].map((by) => monthAfter(thisMonth, by));

/** An event whose columns are those of a good one. @param text of what its text would be */
async function wrote(
  text: (good: string) => string,
  at = new Date(),
  action = 'test.damage',
): Promise<string> {
  const id = uuidv7({ msecs: at.getTime() });
  const target = { type: 'Test', id: 'x', label: 'x' };
  const { body } = bodyOf(id, at, systemActor('x'), { action, target });
  const { requestId } = JSON.parse(body) as { requestId: string | null };
  await query(
    `INSERT INTO audit_events (id, occurred_at, action, actor_type, actor_id, target_type, target_id, root_type, root_id, request_id, body)
     VALUES ($1, $2, $5, 'system', 'x', 'Test', 'x', 'Test', 'x', $3, $4)`,
    [id, at, requestId, text(body), action],
  );
  return id;
}
const withFacts = (facts: string) => (good: string) => good.replace('"facts":{}', `"facts":${facts}`);
const kinds: Record<string, (good: string) => string> = {
  'no JSON': () => 'no JSON,\n"at all"',
  'U+0000': withFacts('{"x":"\\u0000"}'),
  'half of a pair': withFacts('{"x":"\\ud800"}'),
  'nested without measure': withFacts('['.repeat(30_000) + ']'.repeat(30_000)),
  'cut off': (good) => good.slice(0, -2),
  'a list': () => '[]',
  'an empty text': () => '',
};

const made = new Map<string, string>();
let auditor: Person;
beforeAll(async () => {
  Logger.overrideLogger(false);
  await log.begin([whole, damaged, stays]);
  auditor = await app.person('auditor');
  await log.recorded('test.before', 'x');
  for (const [kind, text] of Object.entries(kinds)) {
    made.set(kind, await wrote(text));
    await log.recorded('test.between', kind);
  }
  await sealed();
  writeFileSync(join(folder, 'keys'), (await app.request('GET', '/.well-known/seqdb-audit-keys.json')).text);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  Logger.overrideLogger(new Logger());
});

async function exported(asked: string): Promise<{ path: string; bytes: Buffer }> {
  const answer = await fetch(`${app.url}/api/v1/audit/export?${asked}`, {
    headers: { authorization: `Bearer ${auditor.token}` },
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect([answer.status, answer.ok ? '' : bytes.toString()]).toEqual([200, '']);
  const path = join(folder, asked.replaceAll(/\W/g, '-'));
  writeFileSync(path, bytes);
  return { path, bytes };
}
type Lying = { seq: number; leaf: string; body: string };
const lyingOf = async (id: string) =>
  (
    await query<Lying>(
      `SELECT l.seq::int AS seq, encode(l.leaf, 'hex') AS leaf, e.body FROM audit_events e
         JOIN audit_leaves l ON l.occurred_at = e.occurred_at AND l.event_id = e.id WHERE e.id = $1`,
      [id],
    )
  )[0] as Lying;
const derived = csvHeadings.slice(csvHeadings.indexOf('id'), csvHeadings.indexOf('body'));
const verified = (path: string) => verifyExport(path, { keys: join(folder, 'keys') });

describe.each(['', '&action=test.damage,test.between'])('an export of a damaged log%s', (filter) => {
  it('as CSV has each event as it lies, and marks what cannot be read', async () => {
    const { path, bytes } = await exported(`format=csv${filter}`);
    const { data } = Papa.parse<Record<string, string>>(bytes.toString(), { header: true });
    const places: string[] = [];
    for (const [kind, id] of made) {
      const lying = await lyingOf(id);
      const at = data.findIndex(({ seq }) => seq === String(lying.seq));
      const row = data[at] as Record<string, string>;
      expect([kind, row['leaf'], row['body']]).toEqual([kind, lying.leaf, lying.body]);
      const expected = derived.map((heading) => (heading === 'action' ? unreadableMark : ''));
      expect([kind, ...derived.map((heading) => row[heading])]).toEqual([kind, ...expected]);
      places.push(`row ${at + 1}`);
    }
    const between = data.filter(({ action }) => action === 'test.between');
    expect(between).toHaveLength(Object.keys(kinds).length);
    const { flaw } = await verified(path);
    const [first, ...others] = places;
    expect(flaw).toMatchObject({ kind: 'damaged', place: first });
    expect(flaw?.says).toContain('is none that the log writes');
    expect(flaw?.says).toContain(others.join(', '));
  });

  it('as JSONL has each event as it lies, and the verifier names those', async () => {
    const { path, bytes } = await exported(`format=jsonl${filter}`);
    const rows = bytes
      .toString()
      .trimEnd()
      .split('\n')
      .slice(1, -1)
      .map((line) => JSON.parse(line) as Lying);
    for (const id of made.values()) {
      const { seq, leaf, body } = await lyingOf(id);
      expect(rows.find((row) => row.seq === seq)).toMatchObject({ leaf, body });
    }
    const places = [...made.values()].map(async (id) => {
      const { seq } = await lyingOf(id);
      return `row ${1 + rows.findIndex((row) => row.seq === seq)}`;
    });
    const [first, ...others] = await Promise.all(places);
    const { flaw } = await verified(path);
    expect(flaw).toMatchObject({ kind: 'damaged', place: first });
    expect(flaw?.says).toContain(others.join(', '));
  });

  it('as a workbook has where they stand in the log, and their hashes', async () => {
    const { bytes } = await exported(`format=xlsx${filter}`);
    const [events] = await readWorkbook(bytes);
    const [headings = [], ...rows] = events?.data ?? [];
    const cell = (row: unknown[], heading: string) => row[headings.indexOf(heading)];
    const marked = rows.filter((row) => cell(row, 'Action') === unreadableMark);
    const told = marked.map((row) => [cell(row, 'Position in the log'), cell(row, 'Leaf hash')]);
    const lying = await Promise.all([...made.values()].map(lyingOf));
    expect(told).toEqual(lying.map(({ seq, leaf }) => [seq, leaf]));
    expect(rows.filter((row) => cell(row, 'Action') === 'test.between')).toHaveLength(made.size);
    for (const row of marked) expect(row.filter((each) => each !== null)).toHaveLength(3);
  });
});

const instead = (part: RegExp, by: string) => (good: string) => good.replace(part, by);
/** JSON of another shape, and that of an event in a form in which the log does not write it. */
const misshapen: Record<string, (good: string) => string> = {
  'a text for who acts': instead(/"actor":\{.*?\},"address"/, '"actor":"x","address"'),
  'a list for who acts': instead(/"actor":\{.*?\},"address"/, '"actor":["x"],"address"'),
  'an object for a name': instead(/"name":".*?"/, '"name":{"$personal":{"a":1}}'),
  'an object for an id': instead(/"id":"01[^"]*"/, '"id":{"a": [1, 2]}'),
  'an object for changes': instead(/"changes":\[\]/, '"changes":{"x":1}'),
  'a list for facts': withFacts('[]'),
  'no target': instead(/,"target":\{.*?\}/, ''),
  'no members at all': () => '{}',
  'nesting 2,000 deep': withFacts(`{"x":${'['.repeat(2_000) + '1e999' + ']'.repeat(2_000)}}`),
  'a number beyond measure': withFacts('{"x":1e999}'),
  'a name twice': withFacts('{"x":1,"x":2}'),
  'a blank in its middle': withFacts('{"x": 1}'),
};

it('events of other shapes are exported as they lie, and the verifier names each', async () => {
  const at = new Date();
  const ids: string[] = [];
  for (const [index, text] of Object.values(misshapen).entries())
    ids.push(await wrote(text, new Date(at.getTime() + index), 'test.misshapen'));
  await sealed();
  const lying = await Promise.all(ids.map(lyingOf));
  for (const format of ['csv', 'jsonl']) {
    const { path, bytes } = await exported(`format=${format}&action=test.misshapen`);
    const rows =
      format === 'csv'
        ? Papa.parse<{ body: string }>(bytes.toString(), { header: true }).data.slice(0, -2)
        : bytes
            .toString()
            .trimEnd()
            .split('\n')
            .slice(1, -1)
            .map((line) => JSON.parse(line) as Lying);
    expect(rows.map(({ body }) => body)).toEqual(lying.map(({ body }) => body));
    const { flaw } = await verified(path);
    expect(flaw).toMatchObject({ kind: 'damaged', place: 'row 1' });
    const others = ids.slice(1).map((_, index) => `row ${index + 2}`);
    expect(flaw?.says).toBe(
      `the text of the event is none that the log writes, though the one that lay there; so it is in ${others.join(', ')}`,
    );
  }
  const { bytes } = await exported('format=xlsx&action=test.misshapen');
  const [events] = await readWorkbook(bytes);
  const [headings = [], ...rows] = events?.data ?? [];
  const seqs = rows.map((row) => row[headings.indexOf('Position in the log')]);
  expect(seqs).toEqual(lying.map(({ seq }) => seq));
});

it('a sealed event whose text was taken away afterwards is told to be another', async () => {
  const id = await log.recorded('test.after', 'x');
  await sealed();
  const { seq } = await lyingOf(id);
  const part = `audit_events_${thisMonth.replace('-', '')}`;
  const [{ body = '' } = {}] = await query<{ body: string }>('SELECT body FROM audit_events WHERE id = $1', [
    id,
  ]);
  const set = async (text: string) => {
    await log.owner.query(`ALTER TABLE ${part} DISABLE TRIGGER USER`);
    await log.owner.query(`UPDATE ${part} SET body = $1 WHERE id = $2`, [text, id]);
    await log.owner.query(`ALTER TABLE ${part} ENABLE TRIGGER USER`);
  };
  await set('taken away');
  for (const format of ['csv', 'jsonl']) {
    const { path } = await exported(`format=${format}&action=test.after`);
    const { flaw } = await verified(path);
    expect(flaw).toMatchObject({
      place: 'row 1',
      says: expect.stringContaining('not the one that was sealed'),
    });
  }
  await set(body);
  expect(await verified((await exported('format=csv&action=test.after')).path)).toMatchObject({ flaw: null });
  expect(seq).toBeGreaterThan(0);
});

describe('a month with an event that cannot be read', () => {
  it('does not leave the log: the run says why, and so does the health page', async () => {
    await log.wrote(whole, damaged, damaged, stays);
    const id = await wrote(kinds['half of a pair'] as () => string, new Date(`${damaged}-15T10:00:00Z`));
    await wrote(kinds['no JSON'] as () => string, new Date(`${damaged}-16T10:00:00Z`));
    await sealed();
    await wrote(misshapen['no target'] as () => string, new Date(`${damaged}-17T10:00:00Z`));
    await wrote(misshapen['a name twice'] as () => string, new Date(`${damaged}-18T10:00:00Z`));
    await sealed();
    const run = await log.run();
    expect(run).toMatchObject({
      state: 'failed',
      months: [whole],
      reasons: { says: { code: 'month_damaged', params: { month: damaged, event: id, others: 3 } } },
    });
    expect(run?.says).toContain(id);
    expect(await log.months()).not.toContain(whole);
    expect(await log.months()).toContain(damaged);
    expect(await query('SELECT FROM audit_retentions WHERE month = $1', [damaged])).toEqual([]);
    expect(await query('SELECT FROM audit_archive_attempts WHERE month = $1', [damaged])).toEqual([]);
    const { trouble } = await app.get(AuditHealth).standing();
    expect(trouble).toContain(`a month that is due cannot leave it: the text of event ${id}`);
    const told = await query(
      `SELECT FROM audit_events WHERE action = 'audit.retention_failed' AND target_id = $1`,
      [run?.id],
    );
    expect(told).toHaveLength(1);
  });
});
