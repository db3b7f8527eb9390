import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditEventView, type AuditEventView, auditPage } from '../../server/src/audit/audit.contract.ts';
import { AuditEventsService } from '../../server/src/audit/audit-events.service.ts';
import { type AuditEvent, personal } from '../../server/src/audit/audit-event.ts';
import { AuditLog } from '../../server/src/audit/audit-log.ts';
import { type Actor, systemActor } from '../../server/src/platform/access/actor.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { Clock } from '../../server/src/platform/time/clock.ts';
import { type Person, useApp } from '../setup/app.ts';

const app = useApp();
let auditor: Person;
const potato = randomUUID();
const ada: Actor = {
  ...systemActor('x'),
  type: 'user',
  id: randomUUID(),
  name: 'Ada Lovelace-Byron',
  roles: ['curator'],
  origin: { requestId: 'req-ada', address: '192.0.2.7', client: 'Firefox' },
};
const now = Date.now();
const day = (days: number) => new Date(now - days * 86_400_000);
const dateOf = (days: number) => day(days).toISOString().slice(0, 10);

function record(actor: Actor, event: AuditEvent, at?: Date): Promise<string> {
  app.get(Clock).standAt(at);
  return app
    .get(UnitOfWork)
    .run((tx) => app.get(AuditLog).record(tx, actor, event))
    .finally(() => app.get(Clock).standAt(undefined));
}
const on = (id: string, action = 'submission.update'): AuditEvent => ({
  action,
  target: { type: 'Submission', id, label: 'Potato' },
});

beforeAll(async () => {
  auditor = await app.person('auditor');
  for (let n = 0; n < 25; n++) await record(ada, on(potato), day(10 + n / 100));
  await record(systemActor('ena'), on(potato, 'ena.send'), day(9));
  await record(
    ada,
    {
      ...on(potato, 'record.update'),
      target: { type: 'Record', id: 'rec-1', label: 'leaf' },
      root: { type: 'Submission', id: potato },
      reason: 'typo',
    },
    day(8),
  );
});

const list = async (query = '') => {
  const { status, body, text } = await app.request('GET', `audit/events?${query}`, { as: auditor });
  expect(status, text).toBe(200);
  return auditPage.parse(body);
};
const idsOf = ({ items }: { items: AuditEventView[] }) => items.map(({ id }) => id);
const refusal = async (query: string) => {
  const { status, body } = await app.request('GET', `audit/events?${query}`, { as: auditor });
  return [status, body.code];
};

describe('the list', () => {
  it('shows an event as its evidence states it, with personal values revealed', async () => {
    const { items, total, totalKind } = await list('action=record.update');
    expect({ total, totalKind }).toEqual({ total: 1, totalKind: 'exact' });
    expect(items[0]).toEqual({
      id: expect.any(String),
      occurredAt: expect.stringMatching(/Z$/),
      action: 'record.update',
      actor: { type: 'user', id: ada.id, name: 'Ada Lovelace-Byron', roles: ['curator'] },
      onBehalfOf: null,
      target: { type: 'Record', id: 'rec-1', label: 'leaf' },
      root: { type: 'Submission', id: potato },
      changes: [],
      facts: {},
      reason: 'typo',
      requestId: 'req-ada',
      address: '192.0.2.7',
      client: 'Firefox',
    });
  });

  it.each(['-occurredAt', 'occurredAt'])('goes through all pages and back in the order %s', async (sort) => {
    const query = `rootId=${potato}&sort=${sort}&limit=7`;
    const whole = idsOf(await list(`rootId=${potato}&sort=${sort}&limit=500`));
    expect(whole).toHaveLength(27);
    const there: string[] = [];
    const back: string[] = [];
    let page = await list(query);
    expect(page.previous).toBeNull();
    for (;;) {
      there.push(...idsOf(page));
      if (page.next === null) break;
      page = await list(`${query}&after=${page.next}`);
    }
    for (;;) {
      back.unshift(...idsOf(page));
      if (page.previous === null) break;
      page = await list(`${query}&before=${page.previous}`);
    }
    expect(there).toEqual(whole);
    expect(back).toEqual(whole);
    expect([...whole].sort()).toEqual(sort === 'occurredAt' ? whole : [...whole].reverse());
  });

  it('merges several actions in one order', async () => {
    const both = await list(`action=ena.send,submission.update&rootId=${potato}&limit=10`);
    const times = both.items.map(({ occurredAt }) => occurredAt);
    expect(both.items[0]?.action).toBe('ena.send');
    expect(both.items[1]?.action).toBe('submission.update');
    expect(both.total).toBe(26);
    expect([...times].sort().reverse()).toEqual(times);
  });

  it.each([
    ['rootType=Submission&rootId=ROOT', 27],
    ['rootType=User&rootId=ROOT', 0],
    ['targetId=rec-1', 1],
    ['targetId=ROOT', 26],
    ['actor=ena', 1],
    ['actor=ADA', 26],
    ['actor=lovelace-b', 26],
    ['actor=ada%25', 0],
    ['actor=Lovelace&action=record.update,ena.send', 1],
    ['action=no.such', 0],
    ['action=', 0],
    ['rootId=ROOT&since=D9&until=D9', 1],
    ['rootId=ROOT&until=D9', 26],
    ['rootId=ROOT&since=D8', 1],
    ['rootId=ROOT&since=9999-01-01', 0],
  ])('finds by %s: %i', async (query, count) => {
    const filled = query
      .replaceAll('ROOT', potato)
      .replaceAll('ADA', ada.id)
      .replace(/D(\d)/g, (_, days: string) => dateOf(Number(days)));
    const page = await list(filled);
    expect(page.items).toHaveLength(count);
    expect(page.total).toBe(count);
  });

  it('finds a person by a name and an address they no longer have', async () => {
    const id = randomUUID();
    const change = (field: string, before: string | null, after: string) =>
      record(
        { ...ada, id, name: 'Old Name' },
        {
          action: 'user.update',
          target: { type: 'User', id, label: personal('Old Name', id) },
          changes: [{ field, before: before && personal(before, id), after: personal(after, id) }],
        },
      );
    await change('email', null, 'old.address@example.org');
    await change('name', 'Old Name', 'New Name');
    for (const text of ['old name', 'New+Name', 'old.address@example.org']) {
      expect((await list(`actor=${text}`)).total, text).toBe(2);
    }
  });

  it('takes ids, and overlooks what is none', async () => {
    const [first, second] = idsOf(await list(`rootId=${potato}`));
    const page = await list(`ids=${first},${second},${randomUUID()},nonsense`);
    expect(idsOf(page)).toEqual([first, second]);
    expect((await list('ids=nonsense')).items).toEqual([]);
  });

  it('reads what was erased as erased', async () => {
    const gone = { ...ada, id: randomUUID(), name: 'Forgotten Person' };
    const id = await record(gone, { ...on(randomUUID()), reason: 'mine' });
    const owner = await new DataSource({ type: 'postgres', url: ownerUrl() }).initialize();
    const guard = (is: string) =>
      owner.query(`ALTER TABLE audit_personal_values ${is} TRIGGER audit_refuse_loss`);
    await guard('DISABLE');
    await owner.query('DELETE FROM audit_personal_values WHERE person_id = $1', [gone.id]);
    await guard('ENABLE');
    await owner.query('DELETE FROM audit_people WHERE person_id = $1', [gone.id]);
    await owner.destroy();
    const { body } = await app.request('GET', `audit/events/${id}`, { as: auditor });
    expect(body).toMatchObject({
      actor: { id: gone.id, name: '[erased]' },
      reason: '[erased]',
      address: '[erased]',
      target: { label: 'Potato' },
    });
    expect((await list('actor=Forgotten')).total).toBe(0);
  });

  it('says what is wrong with a question', async () => {
    expect(await refusal('sort=action')).toEqual([422, 'list.unknown_sort']);
    expect(await refusal('after=nonsense')).toEqual([422, 'list.bad_cursor']);
    const forged = Buffer.from(JSON.stringify(['-occurredAt', 'never', 'nobody'])).toString('base64url');
    expect(await refusal(`after=${forged}`)).toEqual([422, 'list.bad_cursor']);
    expect(await refusal('since=yesterday')).toEqual([422, 'request.invalid']);
    const { body } = await app.request('GET', 'audit/events?since=2026-02-30', { as: auditor });
    expect(JSON.stringify(body)).toContain('must be a day that there is');
    expect(await refusal('since=2026-11-02&until=2026-11-01')).toEqual([422, 'audit.bad_period']);
    expect(await refusal('actor=%00')).toEqual([422, 'request.invalid']);
    expect(await refusal('limit=501')).toEqual([422, 'request.invalid']);
    expect(await refusal('q=potato:x')).toEqual([422, 'audit.bad_search']);
  });

  it('refuses a name that fits too many people to be meant', async () => {
    for (let n = 0; n < 51; n++)
      await record({ ...ada, id: randomUUID(), name: `Crowd ${n}` }, on(randomUUID()));
    expect(await refusal('actor=crowd')).toEqual([422, 'audit.actor_too_vague']);
    expect((await list('actor=crowd+50')).total).toBe(1);
  });
});

const ownerUrl = () => app.config.DATABASE_MIGRATION_URL ?? '';

describe('one event', () => {
  it('is found by its id alone', async () => {
    const [id] = idsOf(await list(`rootId=${potato}&sort=occurredAt&limit=1`));
    const { status, body } = await app.request('GET', `audit/events/${id}`, { as: auditor });
    expect(status).toBe(200);
    expect(auditEventView.parse(body).id).toBe(id);
  });
  it('that never was is a 404', async () => {
    for (const id of [
      randomUUID(),
      '00000000-0000-7000-8000-000000000000',
      'ffffffff-ffff-7fff-bfff-ffffffffffff',
    ]) {
      expect((await app.request('GET', `audit/events/${id}`, { as: auditor })).status).toBe(404);
    }
    expect((await app.request('GET', 'audit/events/nonsense', { as: auditor })).status).toBe(422);
  });
});

it('is for auditors and administrators', async () => {
  expect((await app.request('GET', 'audit/events')).status).toBe(401);
  for (const role of ['depositor', 'curator', 'support'] as const) {
    const { status } = await app.request('GET', 'audit/events', { as: await app.person(role) });
    expect(status, role).toBe(403);
  }
  expect((await app.request('GET', 'audit/events', { as: await app.person('admin') })).status).toBe(200);
});

it('tells a submission’s history, newest first and no more than asked for', async () => {
  const events = await app.get(AuditEventsService).byRoot('Submission', potato, 3);
  expect(events.map(({ action }) => action)).toEqual(['record.update', 'ena.send', 'submission.update']);
  expect(events[2]?.actor.name).toBe('Ada Lovelace-Byron');
  expect(await app.get(AuditEventsService).byRoot('User', potato, 3)).toEqual([]);
});

afterAll(() => app.get(Clock).standAt(undefined));
