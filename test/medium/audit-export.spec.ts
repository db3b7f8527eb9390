import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import Papa from 'papaparse';
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AuditEventView } from '../../server/src/audit/audit.contract.ts';
import { commitmentOf, type Openings } from '../../server/src/audit/commitment.ts';
import { auditExportTicket } from '../../server/src/audit/exporting/export.contract.ts';
import {
  csvHeadings,
  formulaSigns,
  type Manifest,
  readManifest,
} from '../../server/src/audit/exporting/export-format.ts';
import { downloadedEvent, startedEvent } from '../../server/src/audit/exporting/export-events.ts';
import { FilterNames } from '../../server/src/audit/finding/filter-names.ts';
import { type AuditEvent, personal } from '../../server/src/audit/audit-event.ts';
import { AuditExports } from '../../server/src/audit/exporting/exports.service.ts';
import { AuditLog } from '../../server/src/audit/audit-log.ts';
import { viewOf } from '../../server/src/audit/audit-view.ts';
import { type Actor, systemActor } from '../../server/src/platform/access/actor.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { Clock } from '../../server/src/platform/time/clock.ts';
import { registerKeys } from '../factories/audit-key.ts';
import { eventually } from '../factories/eventually.ts';
import { type Person, useApp } from '../setup/app.ts';

const app = useApp();
let auditor: Person;
const root = randomUUID();
const ada: Actor = {
  ...systemActor('x'),
  type: 'user',
  id: randomUUID(),
  name: 'Ada "the first", Lovelace\nB.',
  roles: ['curator'],
  origin: { requestId: 'req-ada', address: '192.0.2.7', client: '=HYPERLINK("http://evil")' },
};
const record = (event: Partial<AuditEvent>, actor = ada) =>
  app.get(UnitOfWork).run((tx) =>
    app.get(AuditLog).record(tx, actor, {
      action: 'submission.update',
      target: { type: 'Submission', id: root, label: 'Potato' },
      ...event,
    }),
  );

beforeAll(async () => {
  await registerKeys(app.config);
  auditor = await app.person('auditor');
  for (const sign of [...formulaSigns, "'=", "''"]) await record({ reason: `${sign}1+1` });
  await record({ reason: null, target: { type: 'User', id: root, label: personal('Grace', 'grace') } });
  await record(
    { action: 'ena.send', facts: { html: '</script>\u2028', nested: { $personal: 'x' } } },
    systemActor('ena'),
  );
});

const download = (query: string, as: Person | undefined = auditor) =>
  app.request('GET', `audit/export?${query}`, { as });
const ours = `rootId=${root}`;
const count = formulaSigns.length + 4;

type Cells = Record<string, string>;
const allCells = (csv: string): Cells[] =>
  Papa.parse<Cells>(csv, { header: true, skipEmptyLines: true }).data;
const cellsOf = (csv: string): Cells[] => allCells(csv).filter(({ seq }) => seq !== 'manifest');
/** The lines of the events, without those of header and manifest. */
const eventLines = (jsonl: string): string[] => jsonl.trimEnd().split('\n').slice(1, -1);
function manifestOf(text: string): Manifest {
  const line = text.startsWith('{') ? text.trimEnd().split('\n').at(-1) : allCells(text).at(-1)?.['body'];
  const read = readManifest(line ?? '');
  if (!read) throw new Error('no manifest');
  return read.manifest;
}
/** What the manifest says of the bytes before it. */
function expectWhole(text: string, rows: number): void {
  const manifest = manifestOf(text);
  const before = text.slice(0, text.lastIndexOf(text.startsWith('{') ? '{"manifest"' : 'manifest,'));
  expect(manifest).toMatchObject({ rows, bytes: Buffer.byteLength(before), complete: false });
  expect(manifest.sha256).toBe(createHash('sha256').update(before).digest('hex'));
}
/** As documented: the first apostrophe of a cell that begins with one is not part of the value. */
const original = (cell: string) => (cell.startsWith("'") ? cell.slice(1) : cell);

async function eventsOf(exportId: string): Promise<AuditEventView[]> {
  const { body } = await app.request('GET', `audit/events?rootId=${exportId}&sort=occurredAt`, {
    as: auditor,
  });
  return body.items;
}
async function endOf(exportId: string): Promise<AuditEventView> {
  await eventually(async () => (await eventsOf(exportId)).length === 2);
  return (await eventsOf(exportId))[1] as AuditEventView;
}

describe('CSV', () => {
  it('has a heading and a row for each event, oldest first, with personal values revealed', async () => {
    const { status, text, headers } = await download(ours);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(headers.get('content-disposition')).toMatch(
      /^attachment; filename="seqdb-change-log-\d{8}T\d{6}Z\.csv"$/,
    );
    expect(headers.get('cache-control')).toBe('no-store');
    expect(text.split('\n')[0]).toBe(csvHeadings.join(','));
    const rows = cellsOf(text);
    expect(rows).toHaveLength(count);
    expect(rows.map(({ id = '' }) => id)).toEqual(rows.map(({ id = '' }) => id).sort());
    expect(rows[0]).toMatchObject({ actor_name: ada.name, address: '192.0.2.7', root_id: root });
    expect(rows.at(-2)).toMatchObject({ target_label: 'Grace', reason: '' });
    expect(rows.at(-1)).toMatchObject({ actor_name: 'SeqDB (ena)', actor_id: 'ena', personal: '{}' });
  });

  it('has no cell that a spreadsheet would run, and can be turned back', async () => {
    const rows = cellsOf((await download(ours)).text);
    const written = [...formulaSigns, "'=", "''"].map((sign) => `${sign}1+1`);
    expect(rows.slice(0, written.length).map(({ reason = '' }) => original(reason))).toEqual(written);
    expect(original(rows[0]?.['client'] ?? '')).toBe('=HYPERLINK("http://evil")');
    for (const row of rows) {
      for (const [heading, cell] of Object.entries(row))
        expect(cell, heading).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
    }
  });

  it('carries the evidence', async () => {
    const row = cellsOf((await download(ours)).text)[0];
    const stored = await app
      .get(DataSource)
      .query('SELECT body FROM audit_events WHERE id = $1', [row?.['id']]);
    expect(row?.['body']).toBe(stored[0].body);
    const view = viewOf({
      body: row?.['body'] ?? '',
      opened: JSON.parse(row?.['personal'] ?? '') as Openings,
    });
    expect(view?.reason).toBe(original(row?.['reason'] ?? ''));
  });

  it('of nothing is its heading and a manifest', async () => {
    const { status, text, headers } = await download(`rootId=${randomUUID()}`);
    expect(status).toBe(200);
    expect(text.split('\n')[0]).toBe(csvHeadings.join(','));
    expect(cellsOf(text)).toEqual([]);
    expectWhole(text, 0);
    expect((await endOf(headers.get('x-audit-export') ?? '')).facts).toMatchObject({
      outcome: 'complete',
      rows: 0,
    });
  });
});

describe('JSONL', () => {
  it('has each event’s exact text with what opens its commitments', async () => {
    const { text, headers } = await download(`${ours}&format=jsonl`);
    expect(headers.get('content-type')).toBe('application/jsonl; charset=utf-8');
    const lines = eventLines(text);
    expect(lines).toHaveLength(count);
    expectWhole(text, count);
    for (const line of lines) {
      const { body, personal: opened } = JSON.parse(line) as { body: string; personal: Openings };
      const { id } = JSON.parse(body) as { id: string };
      const [stored] = await app.get(DataSource).query('SELECT body FROM audit_events WHERE id = $1', [id]);
      expect(body).toBe(stored.body);
      for (const [commitment, { salt, value }] of Object.entries(opened)) {
        expect(commitmentOf(salt, value)).toBe(commitment);
        expect(body).toContain(commitment);
      }
      const { body: shown } = await app.request('GET', `audit/events/${id}`, { as: auditor });
      expect(viewOf({ body, opened })).toEqual(shown);
    }
  });

  it('of nothing is a header and a manifest', async () => {
    const { status, text } = await download(`rootId=${randomUUID()}&format=jsonl`);
    expect([status, text.trimEnd().split('\n').length]).toEqual([200, 2]);
    expectWhole(text, 0);
  });

  it('is compressed when that is asked for', async () => {
    const headers = { authorization: `Bearer ${auditor.token}` };
    const asked = await fetch(`${app.url}/api/v1/audit/export?${ours}&format=jsonl&compression=gzip`, {
      headers,
    });
    expect(asked.headers.get('content-type')).toBe('application/gzip');
    expect(asked.headers.get('content-disposition')).toMatch(/\.jsonl\.gz"$/);
    const text = gunzipSync(Buffer.from(await asked.arrayBuffer())).toString();
    expectWhole(text, count);
    const end = await endOf(asked.headers.get('x-audit-export') ?? '');
    expect(end.facts['sha256']).toBe(createHash('sha256').update(text).digest('hex'));
  });
});

describe('a filter', () => {
  it.each([
    ['action=ena.send', 1],
    ['action=ena.send,submission.update', count],
    ['actor=lovelace', count - 1],
    ['actor=ena', 1],
    ["actor=x' OR 1=1 --", 0],
    ['until=2001-01-01', 0],
    ['q=actor:lovelace action:submission.update', count - 1],
    ['rootType=Submission&targetId=ROOT', count - 1],
  ])('%s exports what the list shows: %i', async (query, expected) => {
    const filled = `${ours}&${query.replace('ROOT', root)}`;
    expect(cellsOf((await download(filled)).text)).toHaveLength(expected);
    const { body } = await app.request('GET', `audit/events?${filled}`, { as: auditor });
    expect(body.total).toBe(expected);
  });

  it('that cannot be is refused before anything is exported', async () => {
    expect((await download('since=2026-11-02&until=2026-11-01')).body.code).toBe('audit.bad_period');
    expect((await download('format=ods')).status).toBe(422);
    expect((await download('format=xlsx&compression=gzip')).body.code).toBe('audit.already_compressed');
    expect((await download('sort=occurredAt')).status).toBe(422);
  });
});

describe('an export in the log', () => {
  it('is there before the first byte and after the last, with count and hash of what was sent', async () => {
    const { text, headers } = await download(`${ours}&actor=lovelace&action=submission.update`);
    const id = headers.get('x-audit-export') ?? '';
    const end = await endOf(id);
    const [start] = await eventsOf(id);
    const asked = {
      format: 'csv',
      filter: { rootId: root, actor: 'lovelace', action: ['submission.update'] },
    };
    expect(start).toMatchObject({ action: 'audit.export', actor: { id: auditor.id }, facts: asked });
    expect(end).toMatchObject({ action: 'audit.export_end', root: { type: 'AuditExport', id } });
    expect(end.facts).toEqual({
      ...asked,
      outcome: 'complete',
      rows: count - 1,
      bytes: Buffer.byteLength(text),
      sha256: createHash('sha256').update(text).digest('hex'),
    });
  });

  it('keeps whom the auditor looked for as that person’s data', async () => {
    const { headers } = await download(`actor=lovelace&${ours}`);
    const rows = await app.get(DataSource).query(
      `SELECT e.body, v.person_id AS person FROM audit_events e JOIN audit_personal_values v ON v.event_id = e.id
        WHERE e.root_id = $1 AND v.person_id = $2`,
      [headers.get('x-audit-export'), ada.id],
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows[0].body).not.toContain('lovelace');
  });

  it('ties each name that is looked for to the person it means, when it is told again, too', async () => {
    const somebody = await app.person('depositor');
    const actors = app.get(FilterNames);
    const filter = {
      notActor: somebody.email,
      onBehalfOf: 'lovelace',
      record: [somebody.email, randomUUID()],
      notRecord: [somebody.email],
      reason: 'because',
    };
    const events = [
      startedEvent({ id: 'x', format: 'csv', filter, resolved: await actors.resolve(filter) }),
      downloadedEvent(
        { id: 'x', format: 'csv', filter, resolved: { meant: await actors.meant(filter) } },
        null,
      ),
    ];
    for (const { facts } of events)
      expect(facts?.['filter']).toEqual({
        notActor: personal(somebody.email, somebody.id),
        onBehalfOf: personal('lovelace', ada.id),
        record: [personal(somebody.email, somebody.id), personal(filter.record[1] ?? '')],
        notRecord: personal(somebody.email, somebody.id),
        reason: personal('because'),
      });
  });

  it('that fails before the first byte is told and noted as failed', async () => {
    const database = app.get(DataSource);
    const pool = (database.driver as unknown as { master: { connect: () => Promise<unknown> } }).master;
    const { connect } = pool;
    let calls = 0;
    pool.connect = function (this: unknown, ...given: unknown[]) {
      // The export's own connection is asked for without a callback; TypeORM gives one.
      if (given.length === 0 && ++calls === 1) return Promise.reject(new Error('no connection'));
      return Reflect.apply(connect, this, given) as Promise<unknown>;
    } as typeof connect;
    const doomed = `${ours}&targetId=doomed`;
    const { status, body } = await download(doomed).finally(() => (pool.connect = connect));
    expect([status, body.code]).toEqual([500, 'internal']);
    const { body: page } = await app.request('GET', 'audit/events?action=audit.export_end', { as: auditor });
    const ends: AuditEventView[] = page.items;
    expect(ends.map(({ facts }) => facts)).toContainEqual({
      format: 'csv',
      filter: { rootId: root, targetId: 'doomed' },
      outcome: 'failed',
      bytes: 0,
    });
  });
});

const exporting = () =>
  app
    .get(DataSource)
    .query(
      `SELECT pid FROM pg_stat_activity WHERE query LIKE 'COPY%' AND state = 'active' AND datname = current_database()`,
    );

const sizeOf = async (response: IncomingMessage) => (await buffer(response)).length;

describe('a connection that is cut', () => {
  const many = randomUUID();
  const rows = 30_000;
  beforeAll(async () => {
    // About 45 MB: more than the buffers between PostgreSQL and a client that does not read.
    await app.get(DataSource).query(
      `INSERT INTO audit_events (id, occurred_at, action, actor_type, actor_id, target_type, target_id, root_type, root_id, body)
       SELECT overlay(overlay(gen_random_uuid()::text placing left(ms, 8) || '-' || right(ms, 4) from 1) placing '7' from 15)::uuid, at,
              'test.many', 'system', 'x', 'T', 't', 'T', $1, '{"actor":{"name":"x"},"target":{"label":"' || repeat('y', 1400) || '"}}'
         FROM (SELECT date_trunc('milliseconds', now()) AS at) t, lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') AS ms, generate_series(1, $2)`,
      [many, rows],
    );
  });
  /** An export whose client has not read anything yet. */
  const paused = () =>
    new Promise<{ asked: ClientRequest; response: IncomingMessage; id: string }>((resolve, reject) => {
      const headers = { authorization: `Bearer ${auditor.token}` };
      const asked = request(`${app.url}/api/v1/audit/export?rootId=${many}`, { headers }, (response) =>
        resolve({ asked, response, id: String(response.headers['x-audit-export']) }),
      );
      asked.on('error', reject).end();
    });
  it('by the client ends the statement, gives the connection back, and is noted', async () => {
    const { asked, response, id } = await paused();
    await once(response, 'data');
    asked.destroy();
    const { facts } = await endOf(id);
    expect(facts).toMatchObject({ outcome: 'cut', format: 'csv' });
    expect(facts['bytes']).toBeGreaterThan(0);
    expect(facts).not.toHaveProperty('sha256');
    await eventually(async () => (await exporting()).length === 0);
  });

  it('by the database does not look like the end of the file', async () => {
    const { response, id } = await paused();
    await app
      .get(DataSource)
      .query('SELECT pg_terminate_backend(pid) FROM unnest($1::int[]) AS pid', [
        (await exporting()).map(({ pid }: { pid: number }) => pid),
      ]);
    await expect(sizeOf(response)).rejects.toThrow(/aborted/);
    expect((await endOf(id)).facts).toMatchObject({ outcome: 'cut' });
    expect((await download(ours)).status).toBe(200);
  });

  it('by the end of the process is noted before that ends', async () => {
    const { response, id } = await paused();
    const cut = expect(sizeOf(response)).rejects.toThrow(/aborted/);
    await app.get(AuditExports).beforeApplicationShutdown();
    expect((await eventsOf(id))[1]?.facts).toMatchObject({ outcome: 'cut' });
    await cut;
  });

  it('is not one that is slow: PostgreSQL waits, and the export is complete when the client reads on', async () => {
    const { response, id } = await paused();
    await sleep(700);
    expect(await exporting()).toHaveLength(1);
    expect(await eventsOf(id)).toHaveLength(1);
    const bytes = await sizeOf(response);
    expect((await endOf(id)).facts).toMatchObject({ outcome: 'complete', rows, bytes });
  });

  it('is refused when too many are running', async () => {
    const stalled = await Promise.all([paused(), paused(), paused(), paused()]);
    const { status, body } = await download(ours);
    expect([status, body.code]).toEqual([503, 'audit.exports_busy']);
    for (const { asked } of stalled) asked.destroy();
    await eventually(async () => (await download(ours)).status === 200);
  });
});

const ask = (body: object, as: Person | undefined = auditor) =>
  app.request('POST', 'audit/exports', { as, body });

const ticket = async (body: object) => {
  const { url, expiresAt, delivery } = auditExportTicket.parse((await ask(body)).body);
  expect(delivery).toBe('link');
  return { url: url ?? '', expiresAt: expiresAt ?? '' };
};

describe('a link', () => {
  it('downloads once, without a header, as the person who asked for it', async () => {
    const { url, expiresAt } = await ticket({
      format: 'jsonl',
      filter: { rootId: root, action: 'ena.send' },
    });
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(60_000);
    const first = await app.request('GET', url, { headers: { 'user-agent': 'a browser' } });
    expect(first.status).toBe(200);
    expect(eventLines(first.text)).toHaveLength(1);
    const end = await endOf(first.headers.get('x-audit-export') ?? '');
    expect(end).toMatchObject({ actor: { id: auditor.id, name: auditor.name }, client: 'a browser' });
    expect(end.facts).toMatchObject({ outcome: 'complete', rows: 1 });
    const second = await app.request('GET', url);
    expect([second.status, second.body.code]).toEqual([404, 'audit.export_link_over']);
  });

  it('goes to one of those who come at once', async () => {
    const { url } = await ticket({ format: 'csv', filter: { rootId: root } });
    const answers = await Promise.all(Array.from({ length: 3 }, () => app.request('GET', url)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404, 404]);
  });

  it('is not used up by a HEAD', async () => {
    const { url } = await ticket({ format: 'csv', filter: { rootId: root } });
    const before = (await app.request('GET', 'audit/events?action=audit.export', { as: auditor })).body.total;
    expect((await app.request('HEAD', url)).status).toBe(200);
    expect((await app.request('HEAD', 'audit/export', { as: auditor })).status).toBe(200);
    expect((await app.request('GET', 'audit/events?action=audit.export', { as: auditor })).body.total).toBe(
      before,
    );
    expect((await app.request('GET', url)).status).toBe(200);
  });

  it.each([
    ['has another role', (id: string) => ['PUT', `users/${id}/roles`, { roles: ['depositor'], reason: 'x' }]],
    ['is disabled', (id: string) => ['PATCH', `users/${id}`, { status: 'disabled', reason: 'x' }]],
    ['was signed out', (id: string) => ['DELETE', `users/${id}/sessions`, undefined]],
  ] as const)('gives nothing to who %s since', async (_, change) => {
    const [person, administrator] = [await app.person('auditor'), await app.person('admin')];
    const { url } = auditExportTicket.parse((await ask({ format: 'csv' }, person)).body);
    const [method, path, body] = change(person.id) as [string, string, object | undefined];
    const changed = await app.request(method, path, { as: administrator, ifMatch: 1, ...(body && { body }) });
    expect(changed.status).toBeLessThan(300);
    expect((await app.request('GET', url ?? '')).body.code).toBe('audit.export_link_over');
  });

  it('expires', async () => {
    const clock = app.get(Clock);
    clock.standAt(new Date(Date.now() - 60_001));
    const { url } = await ticket({ format: 'csv' }).finally(() => clock.standAt(undefined));
    expect((await app.request('GET', url)).status).toBe(404);
  });

  it('leaves only its hash behind, and nothing after it is over', async () => {
    const { url } = await ticket({ format: 'csv', filter: { rootId: root } });
    const token = url.split('/').at(-1) ?? '';
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    const rows = () =>
      app
        .get(DataSource)
        .query('SELECT * FROM audit_export_links WHERE token_sha256 = $1', [
          createHash('sha256').update(token).digest('hex'),
        ]);
    expect(JSON.stringify(await rows())).not.toContain(token);
    expect(await rows()).toHaveLength(1);
    await app.request('GET', url);
    expect(await rows()).toHaveLength(0);
  });

  it('says what is wrong with the filter when it is asked for', async () => {
    expect((await ask({ format: 'csv', filter: { since: '2026-11-02', until: '2026-11-01' } })).status).toBe(
      422,
    );
    expect((await ask({ format: 'csv', filter: { nonsense: 1 } })).status).toBe(422);
    expect((await ask({})).status).toBe(422);
  });

  it.each(['since=0000-01-01', 'until=9999-12-31', 'q=since:0000-01-01'])(
    'takes %s as all of it',
    async (all) => {
      const few = `audit/export?format=csv&rootId=${root}`;
      const [whole, period] = [`${few}`, `${few}&${all}`].map((path) =>
        app.request('GET', path, { as: auditor }),
      );
      expect((await period)?.status).toBe(200);
      expect((await period)?.text.split('\n').length).toBe((await whole)?.text.split('\n').length);
    },
  );

  it('made up, or malformed, opens nothing', async () => {
    expect((await app.request('GET', `audit/export-links/${'A'.repeat(43)}`)).status).toBe(404);
    expect((await app.request('GET', 'audit/export-links/short')).status).toBe(422);
  });
});

it('is nobody’s whose role is gone, at once and not only when that has got about', async () => {
  const other = await app.person('auditor');
  const admin = await app.person('admin');
  const asked = { as: other, body: { format: 'csv', delivery: 'job' } };
  expect((await app.request('GET', 'audit/events?limit=1', { as: other })).status).toBe(200);
  await app.request('PUT', `users/${other.id}/roles`, {
    as: admin,
    ifMatch: 1,
    body: { roles: ['depositor'], reason: 'left' },
  });
  const refused = [await download(ours, other), await app.request('POST', 'audit/exports', asked)];
  expect(refused.map(({ status, body }) => [status, body.code])).toEqual([
    [403, 'access.denied'],
    [403, 'access.denied'],
  ]);
  const started: unknown[] = await app
    .get(DataSource)
    .query(`SELECT FROM audit_events WHERE actor_id = $1 AND action LIKE 'audit.export%'`, [other.id]);
  expect(started).toEqual([]);
});

it('is for auditors and administrators', async () => {
  expect((await app.request('GET', 'audit/export')).status).toBe(401);
  expect((await app.request('POST', 'audit/exports', { body: { format: 'csv' } })).status).toBe(401);
  const curator = await app.person('curator');
  expect((await app.request('GET', 'audit/export', { as: curator })).status).toBe(403);
  expect((await app.request('POST', 'audit/exports', { as: curator, body: { format: 'csv' } })).status).toBe(
    403,
  );
  const admin = await app.person('admin');
  expect((await download(ours, admin)).status).toBe(200);
});
