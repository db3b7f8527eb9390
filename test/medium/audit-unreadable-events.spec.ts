// Events whose text is none that the log writes, put there by somebody with power over the database: who reads the log
// sees that they are there, and all others as ever; the verification names each, though its hashes are right.
import { v7 as uuidv7 } from 'uuid';
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { type AuditEventView, auditPage } from '../../server/src/audit/audit.contract.ts';
import { bodyOf } from '../../server/src/audit/audit-body.ts';
import { AuditEventsService } from '../../server/src/audit/audit-events.service.ts';
import { AuditLog } from '../../server/src/audit/audit-log.ts';
import { FacetsService } from '../../server/src/audit/finding/facets.service.ts';
import { auditProof } from '../../server/src/audit/proof/proof.contract.ts';
import { inOneMoment } from '../../server/src/audit/verification/log-moment.ts';
import { verifyLogIn } from '../../server/src/audit/verification/log-verification.ts';
import { PublishedTrust } from '../../server/src/audit/verification/published-trust.ts';
import { systemActor } from '../../server/src/platform/access/actor.ts';
import { timelineView } from '../../server/src/submissions/submission.contract.ts';
import { poolOf } from '../../server/src/platform/database/pool.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { eventually } from '../factories/eventually.ts';
import { Desk } from '../factories/submissions.ts';
import { type Person, useApp } from '../setup/app.ts';

const app = useApp({ worker: true });
/** A submission, in whose history they stand as well. */
const root = { type: 'Submission', id: '' };
const target = { type: 'Record', id: 'rec-1', label: 'leaf' };
const actor = systemActor('x');
const query = <T>(sql: string, values: unknown[] = []): Promise<T[]> =>
  app.get(DataSource).query(sql, values);

/** An event whose columns are those of a good one. @param text of what its text would be */
async function wrote(text: (good: string) => string, action = 'test.damage'): Promise<string> {
  const at = new Date();
  const id = uuidv7({ msecs: at.getTime() });
  const { body } = bodyOf(id, at, actor, { action, target, root });
  const { requestId } = JSON.parse(body) as { requestId: string | null };
  await query(
    `INSERT INTO audit_events (id, occurred_at, action, actor_type, actor_id, target_type, target_id, root_type, root_id, request_id, body)
     VALUES ($1, $2, $6, 'system', 'x', 'Record', 'rec-1', 'Submission', $3, $4, $5)`,
    [id, at, root.id, requestId, text(body), action],
  );
  return id;
}
const instead = (part: RegExp, by: string) => (good: string) => good.replace(part, by);
const withFacts = (facts: string) => instead(/"facts":\{\}/, `"facts":${facts}`);
const nested = (depth: number) => `{"x":${'['.repeat(depth)}${']'.repeat(depth)}}`;

/** What no program reads, the database included. */
const unreadable: Record<string, (good: string) => string> = {
  'no JSON': () => 'no JSON,\n"at all" \u202eand turned',
  'an empty text': () => '',
  'a list': () => '[]',
  'U+0000': withFacts('{"x":"\\u0000"}'),
  'half of a pair': withFacts('{"x":"\\uD800"}'),
  'nesting 10,000 deep': withFacts(nested(10_000)),
  'cut off': (good) => good.slice(0, -2),
};
/** JSON that says something else than an event does. */
const misshapen: Record<string, (good: string) => string> = {
  'nobody who acts': instead(/"actor":\{.*?\},"address"/, '"actor":null,"address"'),
  'a number for a target': instead(/"target":\{.*?\}/, '"target":1'),
  'an object for changes': instead(/"changes":\[\]/, '"changes":{"x":1}'),
  'a text for facts': withFacts('"facts"'),
  'a list for facts': withFacts('[]'),
  'no target': instead(/,"target":\{.*?\}/, ''),
  'the text of another event': instead(/"id":"01/, '"id":"02'),
};
const kinds = { ...unreadable, ...misshapen };
/** That of an event, in a form in which the log does not write it: shown as it says, and named all the same. */
const rewritten: Record<string, (good: string) => string> = {
  'a name twice': withFacts('{"x":1,"x":2}'),
  'names in another order': withFacts('{"y":1,"x":2}'),
  'a blank in its middle': withFacts('{"x": 1}'),
  'a number beyond measure': withFacts('{"x":1e999}'),
  'a letter by its number': withFacts('{"x":"\\u0061"}'),
};

const made = new Map<string, string>();
const madeOtherwise: string[] = [];
const good: string[] = [];
let auditor: Person;
let desk: Desk;
beforeAll(async () => {
  Object.assign(app.get(FacetsService), { patience: 60_000 }); // on whatever machine
  auditor = await app.person('auditor');
  desk = new Desk(app, await app.person('depositor'));
  root.id = (await desk.create()).id;
  await eventually(async () => (await query('SELECT FROM audit_keys')).length > 1);
  for (const [kind, text] of Object.entries(kinds)) {
    made.set(kind, await wrote(text));
    good.push(
      await app
        .get(UnitOfWork)
        .run((tx) =>
          app.get(AuditLog).record(tx, actor, { action: 'test.between', target, root, reason: kind }),
        ),
    );
  }
  for (const text of Object.values(rewritten)) madeOtherwise.push(await wrote(text, 'test.rewritten'));
  await eventually(async () => (await query('SELECT FROM audit_unsealed')).length === 0);
});

const ask = async (path: string) => {
  const { status, body, text } = await app.request('GET', path, { as: auditor });
  expect([path, status, status === 200 ? '' : text]).toEqual([path, 200, '']);
  return body as unknown;
};
const asColumnsSay = {
  action: 'test.damage',
  actor: { type: 'system', id: 'x', name: 'x', roles: [] },
  onBehalfOf: null,
  target: { type: 'Record', id: 'rec-1', label: 'rec-1' },
  root,
  changes: [],
  facts: {},
  reason: null,
  address: null,
  client: null,
  isUnreadable: true,
};
const assertAll = (items: readonly AuditEventView[]) => {
  const marked = items.filter(({ isUnreadable }) => isUnreadable);
  expect(marked.map(({ id }) => id)).toEqual([...made.values()].reverse());
  for (const item of marked) expect(item).toMatchObject(asColumnsSay);
  const others = items.filter(({ action }) => action === 'test.between');
  expect(others.map(({ id }) => id)).toEqual([...good].reverse());
  expect(others.map(({ reason }) => reason)).toEqual(Object.keys(kinds).reverse());
};

describe('who reads the log sees what lies there:', () => {
  it('a page of it, down and up', async () => {
    const page = auditPage.parse(await ask(`audit/events?rootId=${root.id}&limit=50`));
    assertAll(page.items);
    const first = auditPage.parse(await ask(`audit/events?rootId=${root.id}&limit=3`));
    const rest = auditPage.parse(await ask(`audit/events?rootId=${root.id}&limit=50&after=${first.next}`));
    assertAll([...first.items, ...rest.items]);
    const back = auditPage.parse(await ask(`audit/events?rootId=${root.id}&limit=3&before=${rest.previous}`));
    expect(back.items).toEqual(first.items);
  });

  it('by every way that leads there', async () => {
    for (const filter of [
      'action=test.damage',
      'targetId=rec-1&action=test.damage',
      'actor=x&action=test.damage',
      `record=${root.id}&action=test.damage`,
    ]) {
      const { items } = auditPage.parse(await ask(`audit/events?${filter}&limit=50`));
      expect(items.map(({ id }) => id)).toEqual([...made.values()].reverse());
    }
    const [id = ''] = made.values();
    expect(auditPage.parse(await ask(`audit/events?ids=${id}`)).items).toMatchObject([
      { id, isUnreadable: true },
    ]);
  });

  it('a history', async () => {
    assertAll(await app.get(AuditEventsService).byRoot(root.type, root.id, 200));
    const { status, body } = await app.request('GET', `submissions/${root.id}/timeline`, { as: desk.as });
    const { items } = timelineView.parse(body);
    const marked = items.filter(({ isUnreadable }) => isUnreadable);
    expect([status, marked.map(({ id }) => id)]).toEqual([200, [...made.values()].reverse()]);
    expect(marked[0]).toMatchObject({ action: 'test.damage', actor: 'x', reason: null });
    expect(items.at(-1)).toMatchObject({ action: 'submission.create' });
  });

  it('counts', async () => {
    const { action, actor: who } = (await ask(`audit/facets?rootId=${root.id}`)) as {
      action: { values: { value: string; count: number }[] };
      actor: { values: { value: string; label: string | null }[] };
    };
    expect(action.values).toContainEqual(expect.objectContaining({ value: 'test.damage', count: made.size }));
    expect(who.values[0]).toMatchObject({ value: 'x', label: 'SeqDB (x)' });
  });

  it.each(Object.keys(kinds))('the page of an event with %s, and its text in its proof', async (kind) => {
    const id = made.get(kind) ?? '';
    expect(await ask(`audit/events/${id}`)).toMatchObject({ id, ...asColumnsSay });
    const [lying] = await query<{ body: string }>('SELECT body FROM audit_events WHERE id = $1', [id]);
    const proof = auditProof.parse(await ask(`audit/events/${id}/proof`));
    expect(proof).toMatchObject({ id, body: lying?.body, personal: {} });
    expect(proof.seal?.seq).toBeGreaterThan(0);
    expect(proof.flaws[0]?.reason.code).toMatch(/^flaw\.event_(text|column)$/);
  });
});

describe('the verification', () => {
  it.each([undefined, 10])('names each that the log never wrote, reading it in parts of %s', async (most) => {
    const found = await inOneMoment(poolOf(app.get(DataSource)), async (moment) =>
      verifyLogIn(moment, await app.get(PublishedTrust).load(moment.others), async () => undefined, most),
    ).then(
      () => '',
      (error: Error) => error.message,
    );
    const named = async (id: string) => {
      const [leaf] = await query<{ seq: string }>('SELECT seq FROM audit_leaves WHERE event_id = $1', [id]);
      return new RegExp(`\\bevent ${leaf?.seq}\\b`).test(found);
    };
    for (const kind of Object.keys(kinds))
      expect([kind, await named(made.get(kind) ?? '')]).toEqual([kind, true]);
    for (const [index, id] of madeOtherwise.entries())
      expect([Object.keys(rewritten)[index], await named(id)]).toEqual([Object.keys(rewritten)[index], true]);
    for (const id of good) expect(await named(id)).toBe(false);
  });
});
