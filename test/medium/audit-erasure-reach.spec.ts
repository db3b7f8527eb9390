// How far an erasure reaches: exports of others that are kept or being written, and what others wrote, which it lists.
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { type AuditEvent, personal } from '../../server/src/audit/audit-event.ts';
import { PersonalValues } from '../../server/src/audit/erasure/personal-values.service.ts';
import { ErasedMeanwhile } from '../../server/src/audit/exporting/export-erasure-watch.ts';
import { ExportLeavings } from '../../server/src/audit/exporting/export-leavings.service.ts';
import { ExportStore } from '../../server/src/audit/exporting/export-store.ts';
import { ExportWriter } from '../../server/src/audit/exporting/export-writer.ts';
import { systemActor } from '../../server/src/platform/access/actor.ts';
import { Erasing } from '../factories/audit-erasing.ts';
import { eventually } from '../factories/eventually.ts';
import { okay } from '../factories/submissions.ts';
import { type Person, useApp } from '../setup/app.ts';

const app = useApp({ worker: true });
const query = <Row>(sql: string, values: unknown[] = []): Promise<Row[]> =>
  app.get(DataSource).query(sql, values);
type Named = Pick<Person, 'id' | 'email'>;

let admin: Person;
let auditor: Person;
let bob: Person;
const erasing = Erasing.use(app);
beforeAll(async () => {
  ({ admin, auditor } = erasing);
  bob = await app.person('depositor');
  // The key is registered by the worker with its first segment.
  await eventually(async () => (await query('SELECT FROM audit_keys')).length > 0);
});

const erase = async (person: Named) => okay(await erasing.erase(person), 202);
const erasureOf = (person: Named) => erasing.erasureOf(person);
const finish = (person: Named) => erasing.finish(person);

/** A person with this name, who has never done anything, nor was called anything else. */
async function named(name: string): Promise<Named> {
  const body = { name, email: `${randomUUID()}@example.org`, roles: ['depositor'], password: randomUUID() };
  return okay(await app.request('POST', 'users', { as: admin, body }), 201);
}

const bobs = (event: Partial<AuditEvent>) => erasing.wrote(bob, event);

describe('what an erasure does not reach', () => {
  it('is listed for a person to read, by who may know of erasures', async () => {
    const grace = await named('Grace "Amazing" Hopper');
    const beside = [
      await bobs({ reason: 'spoke to GRACE "amazing" HOPPER' }),
      await bobs({ facts: { note: personal(`Hopper, Grace "Amazing" <${grace.email}>`, bob.id) } }),
    ];
    const sealed = await bobs({
      target: { type: 'T', id: 'y', label: 'Genome of Grace "Amazing" Hopper' },
      reason: `mail to ${grace.email}`,
    });
    await bobs({ reason: 'Grace Kelly and a Hopper' });
    expect(await erase(grace)).toMatchObject({ mentions: null });
    const at = `users/${grace.id}/erasure/mentions`;
    expect(okay(await app.request('GET', at, { as: admin })).items).toEqual([]);
    expect(await finish(grace)).toMatchObject({ state: 'done', mentions: 3 });
    const { items, next } = okay(await app.request('GET', `${at}?limit=2`, { as: auditor }));
    const rest = okay(await app.request('GET', `${at}?after=${encodeURIComponent(next)}`, { as: auditor }));
    expect(
      [...items, ...rest.items].map(({ id, isSealed }: { id: string; isSealed: boolean }) => [id, isSealed]),
    ).toEqual([[sealed, true], ...beside.toReversed().map((id) => [id, false])]);
    const told = okay(await app.request('GET', 'audit/events?action=user.erase&limit=1', { as: auditor }));
    expect(told.items[0]).toMatchObject({ target: { id: grace.id }, facts: { mentions: 3 } });
    for (const as of [bob, await app.person('support'), await app.person('curator')])
      expect((await app.request('GET', at, { as })).status).toBe(403);
    expect((await app.request('GET', `users/${bob.id}/erasure/mentions`, { as: auditor })).status).toBe(404);
  });

  it('is found once by two workers, of which the first was killed', async () => {
    const person = await named('Katherine Johnson');
    for (let n = 0; n < 3; n++) await bobs({ reason: `${n}: Katherine Johnson` });
    await erase(person);
    const { id } = await erasureOf(person);
    let steps = 0;
    const dying = () => (++steps === 2 ? Promise.reject(new Error('killed')) : Promise.resolve());
    await expect(app.get(PersonalValues).erase(id, { fence: dying })).rejects.toThrow('killed');
    expect(await finish(person)).toMatchObject({ state: 'done', mentions: 3 });
  });
});

describe('exports of others', () => {
  const jobs = async (format: string) => {
    const body = { format, delivery: 'job' };
    return okay(await app.request('POST', 'audit/exports', { as: auditor, body }), 201).exportId as string;
  };
  const get = async (id: string) => okay(await app.request('GET', `audit/exports/${id}`, { as: auditor }));
  const ended = (id: string) =>
    eventually(async () => !['waiting', 'running'].includes((await get(id)).state), 120);

  it('that are kept go when the erasure is done, and are asked for again', async () => {
    const person = await named('Dorothy Vaughan');
    const id = await jobs('csv');
    await ended(id);
    await erase(person);
    expect(await get(id)).toMatchObject({ state: 'complete', hasFile: true });
    await finish(person);
    expect(await get(id)).toMatchObject({ hasFile: false });
    const link = await app.request('POST', `audit/exports/${id}/links`, { as: auditor });
    expect([link.status, link.body.code]).toEqual([409, 'audit.no_file']);
    await app.get(ExportLeavings).expire();
    expect(await get(id)).toMatchObject({ state: 'expired' });
  });

  it('that are being written in the background are made again, without the values', async () => {
    const person = await named('Mary Jackson');
    const store = app.worker?.get(ExportStore) as ExportStore;
    const put = store.putManifest.bind(store);
    let isErased = false;
    store.putManifest = async (...given) => {
      if (!isErased) {
        await erase(person);
        await finish(person);
        isErased = true;
      }
      await put(...given);
    };
    const id = await jobs('jsonl');
    await ended(id).finally(() => (store.putManifest = put));
    expect(isErased).toBe(true);
    expect(await get(id)).toMatchObject({ state: 'complete', hasFile: true });
    const starts = await query<{ attempt: string | null }>(
      `SELECT body::jsonb #>> '{facts,attempt}' AS attempt FROM audit_events WHERE target_id = $1 AND action = 'audit.export' ORDER BY id`,
      [id],
    );
    expect(starts).toEqual([{ attempt: null }, { attempt: '2' }]);
    const { url } = okay(await app.request('POST', `audit/exports/${id}/links`, { as: auditor }), 201);
    const text = await (await fetch(new URL(url, app.url))).text();
    expect([text.includes(person.id), text.includes('Mary Jackson')]).toEqual([true, false]);
  });

  it('that are sent at once end without their manifest', async () => {
    const person = await named('Annie Easley');
    const facts = { id: randomUUID(), format: 'jsonl', filter: {}, resolved: {} } as const;
    const open = await app.get(ExportWriter).open(systemActor('audit'), facts);
    await erase(person);
    await finish(person);
    const read = async () => {
      let text = '';
      for await (const chunk of open.chunks) text += chunk.toString();
      return text;
    };
    await expect(read()).rejects.toThrow(ErasedMeanwhile);
    open.snapshot.abort(new Error('over'));
  });
});
