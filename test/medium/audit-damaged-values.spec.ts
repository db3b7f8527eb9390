// What opens the personal values of events, in shapes that the log never writes: somebody with power over the database put
// it there. Whoever reads the log sees all else of these events, exports are written, both verifications name each, and a
// person is erased all the same.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Papa from 'papaparse';
import readWorkbook from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditPage } from '../../server/src/audit/audit.contract.ts';
import { AuditEventsService } from '../../server/src/audit/audit-events.service.ts';
import { AuditLog } from '../../server/src/audit/audit-log.ts';
import { auditProof } from '../../server/src/audit/proof/proof.contract.ts';
import { verifyExport } from '../../server/src/audit/verifier/verify-export.ts';
import { systemActor } from '../../server/src/platform/access/actor.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { Erasing } from '../factories/audit-erasing.ts';
import { useLeavingLog } from '../factories/leaving-log.ts';
import { Desk } from '../factories/submissions.ts';
import { type Person, useApp } from '../setup/app.ts';

const app = useApp({ worker: true });
const log = useLeavingLog(app);
const erasing = Erasing.use(app);
const folder = mkdtempSync(join(tmpdir(), 'seqdb-values-'));
afterAll(() => rmSync(folder, { recursive: true }));

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
/** In place of an event's openings. @param hash a commitment of the event */
const shapes: Record<string, (hash: string) => string> = {
  'a list': () => '[]',
  'a list of all sorts': (hash) => `[1, null, "${hash}", [[]], {"${hash}": {"salt": "", "value": "x"}}]`,
  'a number': () => '1e300',
  null: () => 'null',
  'a text': () => '"x"',
  'a number for what opens it': (hash) => `{"${hash}": 5}`,
  'nothing that opens it': (hash) => `{"${hash}": null}`,
  'a text that opens it': (hash) => `{"${hash}": "x"}`,
  'a list that opens it': (hash) => `{"${hash}": [{"salt": "", "value": "x"}]}`,
  'a salt that is a number': (hash) => `{"${hash}": {"salt": 1}}`,
  'no salt': (hash) => `{"${hash}": {"value": "x"}}`,
  'a value that is an object': (hash) => `{"${hash}": {"salt": "ab", "value": {"$personal": "x"}}}`,
  'another value': (hash) => `{"${hash}": {"salt": "ab", "value": "Eve"}}`,
  'a day that is none': (hash) => `{"${hash}": {"erased": {}}}`,
  'a day of a person who was not erased': (hash) => `{"${hash}": {"erased": "2026-11-21"}}`,
  'names that are no hashes': () =>
    '{"": {"salt": "", "value": "x"}, "__proto__": {"salt": "ab", "value": "y"}}',
  'a huge text': (hash) => `{"${hash}": {"salt": "ab", "value": "${'x'.repeat(300_000)}"}}`,
  'nesting 3,000 deep': () => nested(3_000),
  'an object nested 1,000 deep': (hash) => `{"${hash}": ${'{"a":'.repeat(1_000)}1${'}'.repeat(1_000)}}`,
};

const root = { type: 'Submission', id: '' };
const made = new Map<string, string>();
let desk: Desk;
let person: Person;
const ada = { ...systemActor('x'), type: 'user' as const, id: randomUUID(), name: 'Ada' };

const recorded = (action: string, id = randomUUID()) =>
  app.get(UnitOfWork).run((tx) =>
    app.get(AuditLog).record(
      tx,
      { ...ada, id: person.id },
      {
        action,
        target: { type: 'Record', id, label: 'leaf' },
        root,
        reason: 'because',
      },
    ),
  );

beforeAll(async () => {
  await log.begin([]);
  person = await app.person('depositor');
  desk = new Desk(app, person);
  root.id = (await desk.create()).id;
  for (const kind of Object.keys(shapes)) made.set(kind, await recorded('test.damage'));
  await recorded('test.whole');
  await log.sealed();
  expect(await log.flaw()).toBeNull();
  writeFileSync(join(folder, 'keys'), (await app.request('GET', '/.well-known/seqdb-audit-keys.json')).text);
  await log.owner.query('ALTER TABLE audit_personal_values DISABLE TRIGGER USER');
  for (const [kind, id] of made) {
    const [row] = await log.query<{ opened: object }>(
      'SELECT opened FROM audit_personal_values WHERE event_id = $1',
      [id],
    );
    const [hash = ''] = Object.keys(row?.opened ?? {});
    await log.owner.query('UPDATE audit_personal_values SET opened = $2::jsonb WHERE event_id = $1', [
      id,
      shapes[kind]?.(hash),
    ]);
  }
  await log.owner.query('ALTER TABLE audit_personal_values ENABLE TRIGGER USER');
});

const ask = async (path: string) => {
  const { status, body, text } = await app.request('GET', path, { as: erasing.auditor });
  expect([path, status, status === 200 ? '' : text]).toEqual([path, 200, '']);
  return body as unknown;
};
const all = () => [...made.values()].reverse();

describe('who reads the log sees the events with', () => {
  it('all of these on a page, in the history and in the counts', async () => {
    const { items } = auditPage.parse(
      await ask(`audit/events?rootId=${root.id}&action=test.damage&limit=50`),
    );
    expect(items.map(({ id }) => id)).toEqual(all());
    for (const item of items) expect(item).toMatchObject({ actor: { id: person.id }, root });
    for (const { actor, reason } of items)
      for (const text of [actor.name, reason])
        expect(text).toMatch(/^(\[erased( on [\d-]+)?\]|Ada|because)$/);
    const history = await app.get(AuditEventsService).byRoot(root.type, root.id, 200);
    expect(history.filter(({ action }) => action === 'test.damage').map(({ id }) => id)).toEqual(all());
    const timeline = await app.request('GET', `submissions/${root.id}/timeline`, { as: person });
    expect([timeline.status, timeline.text.match(/test\.damage/g)?.length]).toEqual([200, made.size]);
    expect(await ask(`audit/facets?rootId=${root.id}`)).toMatchObject({
      action: { values: expect.arrayContaining([expect.objectContaining({ count: made.size })]) },
    });
  });

  it.each(Object.keys(shapes))('%s by itself, and its proof', async (kind) => {
    const id = made.get(kind) ?? '';
    expect(await ask(`audit/events/${id}`)).toMatchObject({ id, action: 'test.damage', root });
    const { personal, seal } = auditProof.parse(await ask(`audit/events/${id}/proof`));
    expect(seal?.seq).toBeGreaterThan(0);
    expect(Object.values(personal).length).toBeLessThan(3);
  });
});

async function exported(asked: string): Promise<{ path: string; bytes: Buffer }> {
  const answer = await fetch(`${app.url}/api/v1/audit/export?${asked}`, {
    headers: { authorization: `Bearer ${erasing.auditor.token}` },
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect([answer.status, answer.ok ? '' : bytes.toString()]).toEqual([200, '']);
  const path = join(folder, asked.replaceAll(/\W/g, '-'));
  writeFileSync(path, bytes);
  return { path, bytes };
}
const verified = async (path: string) => (await verifyExport(path, { keys: join(folder, 'keys') })).flaw;
const altered = 'a personal value is not the one that the event was committed to';

describe('an export', () => {
  it.each(['csv', 'jsonl'])('as %s has them all, and its verifier names the first', async (format) => {
    const { path, bytes } = await exported(`format=${format}`);
    const ids = [...made.values()].map((id) => bytes.indexOf(id));
    expect(Math.min(...ids)).toBeGreaterThan(0);
    expect(await verified(path)).toMatchObject({ says: altered });
    if (format === 'jsonl') return;
    const { data } = Papa.parse<Record<string, string>>(bytes.toString(), { header: true });
    expect(data.filter(({ action }) => action === 'test.damage')).toHaveLength(made.size);
  });

  it.each(Object.keys(shapes))('of the event with %s alone is named by the verifier', async (kind) => {
    const [row] = await log.query<{ seq: string }>('SELECT seq FROM audit_leaves WHERE event_id = $1', [
      made.get(kind),
    ]);
    const [{ target = '' } = {}] = await log.query<{ target: string }>(
      'SELECT target_id AS target FROM audit_events WHERE id = $1',
      [made.get(kind)],
    );
    expect(row).toBeDefined();
    for (const format of ['csv', 'jsonl']) {
      const { path } = await exported(`format=${format}&targetId=${target}`);
      const flaw = await verified(path);
      expect(flaw?.place, kind).toBe('row 1');
      expect(flaw?.says).toMatch(/^a personal value (is not the one|is not there)/);
    }
  });

  it('as a workbook has them all', async () => {
    const { bytes } = await exported('format=xlsx&action=test.damage');
    const [events] = await readWorkbook(bytes);
    const [headings = [], ...rows] = events?.data ?? [];
    const at = headings.indexOf('Event id');
    expect(rows.map((row) => row[at])).toEqual([...made.values()]);
  });
});

describe('the verification', () => {
  it('names each', async () => {
    const found = (await log.flaw()) ?? '';
    const [, more = '0'] = /and (\d+) more$/.exec(found) ?? [];
    const named = [...made.values()].filter((id) => found.includes(id));
    expect(named.length + Number(more)).toBe(made.size);
    expect(found).toContain('a personal value');
  });
});

describe('the person', () => {
  it('is erased, also where somebody planted such a thing under the name of the erasure', async () => {
    expect((await erasing.erase(person)).status).toBe(202);
    const { id } = await erasing.erasureOf(person);
    const event = await log.recorded('test.other', 'x');
    await log.query(
      `INSERT INTO audit_personal_values (event_id, occurred_at, person_id, opened)
       SELECT e.id, e.occurred_at, p.id, p.opened::jsonb FROM audit_events e, (VALUES ($2, '[1]'), ('', '7')) p (id, opened) WHERE e.id = $1`,
      [event, `erased ${id}`],
    );
    await erasing.finish(person);
    expect(await erasing.valuesOf(person)).toBe(0);
    for (const each of made.values()) expect(await ask(`audit/events/${each}`)).toMatchObject({ id: each });
  });
});
