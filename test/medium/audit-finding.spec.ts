// Finding in the change log: every filter, its line, facets and proofs, and how each is read from a large log.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditPage } from '../../server/src/audit/audit.contract.ts';
import { type AuditEvent } from '../../server/src/audit/audit-event.ts';
import { AuditLog } from '../../server/src/audit/audit-log.ts';
import { auditFacets } from '../../server/src/audit/finding/facets.contract.ts';
import { FacetsService } from '../../server/src/audit/finding/facets.service.ts';
import { auditProof } from '../../server/src/audit/proof/proof.contract.ts';
import { leafHash } from '../../server/src/audit/sealing/merkle.ts';
import { type Actor, systemActor } from '../../server/src/platform/access/actor.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import type { SubmissionView } from '../../server/src/submissions/submission.contract.ts';
import { Clock } from '../../server/src/platform/time/clock.ts';
import { Desk } from '../factories/submissions.ts';
import { type Person, useApp } from '../setup/app.ts';

const app = useApp();
let auditor: Person;
let desk: Desk;
let submission: SubmissionView;
const recordId = randomUUID();
const ada: Actor = {
  ...systemActor('x'),
  type: 'user',
  id: randomUUID(),
  name: 'Ada Lovelace-Byron',
  roles: ['curator'],
  origin: { requestId: 'req-ada', address: '192.0.2.7', client: 'Firefox' },
};
const lims: Actor = {
  ...ada,
  type: 'service',
  id: randomUUID(),
  name: 'LIMS key',
  origin: { ...ada.origin, requestId: 'req-lims', address: '198.51.100.9' },
};

async function record(actor: Actor, event: AuditEvent, at?: Date): Promise<string> {
  app.get(Clock).standAt(at);
  return app
    .get(UnitOfWork)
    .run((tx) => app.get(AuditLog).record(tx, actor, event))
    .finally(() => app.get(Clock).standAt(undefined));
}
afterAll(() => app.get(Clock).standAt(undefined));

const day = (days: number) => new Date(Date.now() - days * 86_400_000);
let onRecord: string;
beforeAll(async () => {
  Object.assign(app.get(FacetsService), { patience: 60_000 }); // on whatever machine
  auditor = await app.person('auditor');
  desk = new Desk(app, await app.person('depositor'));
  submission = await desk.create();
  const root = { type: 'Submission', id: submission.id };
  onRecord = await record(
    ada,
    {
      action: 'record.update',
      target: { type: 'Record', id: recordId, label: 'leaf' },
      root,
      reason: 'Typo in “the” 100% collection_date: see:mail',
    },
    day(3),
  );
  await record(lims, { action: 'zebra.approve', target: { type: 'Zebra', id: 'z1', label: 'Z' } }, day(2));
  await record(
    lims,
    {
      action: 'zebra.update',
      target: { type: 'Zebra', id: 'z2', label: 'Z' },
      reason: 'asked for by mail',
      onBehalfOf: { id: ada.id, name: ada.name },
    },
    day(1),
  );
});

const ask = async (path: string, query: Record<string, string>) =>
  app.request('GET', `audit/${path}?${new URLSearchParams(query)}`, { as: auditor });
const actionsOf = async (query: Record<string, string>) => {
  const { status, body, text } = await ask('events', query);
  expect(status, text).toBe(200);
  return auditPage.parse(body).items.map(({ action }) => action);
};

describe('the filters', () => {
  it.each<[Record<string, string>, string[]]>([
    [{ onBehalfOf: 'lovelace' }, ['zebra.update']],
    [{ source: 'service' }, ['zebra.update', 'zebra.approve']],
    [{ type: 'Zebra', notAction: 'approve' }, ['zebra.update']],
    [{ action: 'zebra.*' }, ['zebra.update', 'zebra.approve']],
    [{ action: 'zebra' }, ['zebra.update', 'zebra.approve']],
    [{ action: 'no_such.*' }, []],
    [{ requestId: 'req-lims' }, ['zebra.update', 'zebra.approve']],
    [{ address: '192.0.2.7' }, ['record.update']],
    [{ address: '192.0.2.7', source: 'service' }, []],
    [{ reason: 'TYPO' }, ['record.update']],
    [{ reason: '100%' }, ['record.update']],
    [{ reason: 'collection_' }, ['record.update']],
    [{ reason: 'collectionX' }, []],
    [{ reason: 'see:mail' }, ['record.update']],
    [{ reason: 'mail' }, ['zebra.update', 'record.update']],
    [{ reason: 'mail', notType: 'Record' }, ['zebra.update']],
    [{ reason: '"by mail"' }, ['zebra.update']],
    [{ reason: 'mail', address: '198.51.100.9' }, ['zebra.update']],
  ])('find by %o', async (query, actions) => {
    expect(await actionsOf(query)).toEqual(actions);
  });

  it('know a record by its id, and all of a submission by its reference', async () => {
    expect(await actionsOf({ record: recordId })).toEqual(['record.update']);
    for (const name of [submission.id, submission.reference, submission.reference.toLowerCase()])
      expect(await actionsOf({ record: name })).toEqual(['submission.create', 'record.update']);
    expect(await actionsOf({ record: submission.reference, notRecord: recordId })).toEqual([
      'submission.create',
    ]);
    expect(await actionsOf({ record: `${submission.reference},${recordId}`, action: 'record.*' })).toEqual([
      'record.update',
    ]);
  });

  it.each<[Record<string, string>, string, string]>([
    [{ record: 'SUB-999999999' }, 'audit.unknown_record', 'record'],
    [{ notRecord: 'potato' }, 'audit.unknown_record', 'notRecord'],
    [{ reason: 'of' }, 'audit.reason_too_short', 'reason'],
    [{ rootType: 'Submission' }, 'audit.root_type_alone', 'rootId'],
    [{ q: 'foo:bar' }, 'audit.bad_search', 'q'],
    [{ q: 'actor:ada', actor: 'ada' }, 'audit.bad_search', 'actor'],
  ])('refuse %o with %s', async (query, code, path) => {
    const { status, body } = await ask('events', query);
    expect([status, body.code, body.errors[0].path]).toEqual([422, code, path]);
  });

  it('go through all pages and back whatever the ways in', async () => {
    const query = { record: submission.id, type: 'Submission,Record,Zebra' };
    const whole = await actionsOf(query);
    const first = auditPage.parse((await ask('events', { ...query, limit: '1' })).body);
    const second = auditPage.parse(
      (await ask('events', { ...query, limit: '1', after: first.next ?? '' })).body,
    );
    const back = auditPage.parse(
      (await ask('events', { ...query, limit: '1', before: second.previous ?? '' })).body,
    );
    expect([...first.items, ...second.items].map(({ action }) => action)).toEqual(whole);
    expect(back.items).toEqual(first.items);
    expect([first.total, second.total]).toEqual([2, 2]);
  });
});

it('reads a search line as the filters that it says', async () => {
  const since = day(4).toISOString().slice(0, 10);
  expect(
    await actionsOf({ q: `action:update since:${since} -type:Zebra record:${submission.reference} typo` }),
  ).toEqual(['record.update']);
  expect(await actionsOf({ q: '-source:user,system' })).toEqual(['zebra.update', 'zebra.approve']);
});

describe('names in a filter', () => {
  const takenBy = async (query: Record<string, string>) =>
    auditPage.parse((await ask('events', { limit: '1', ...query })).body).taken;
  const called = async (id: string, name: string) => {
    await record(
      { ...ada, id, name },
      { action: 'zebra.view', target: { type: 'Zebra', id: 'z3', label: 'Z' } },
    );
    return id;
  };

  it('are told with everybody whom they take', async () => {
    const byron = await called(randomUUID(), 'Ada Byron');
    const addressed = await called(randomUUID(), 'ada.x@example.org');
    await called(addressed, 'Zoë King');
    const all = [
      { id: byron, name: 'Ada Byron', knownAs: null },
      { id: ada.id, name: 'Ada Lovelace-Byron', knownAs: null },
      { id: addressed, name: 'Zoë King', knownAs: 'ada.x@example.org' },
    ];
    for (const name of ['actor', 'notActor', 'onBehalfOf'])
      expect(await takenBy({ [name]: 'ada' })).toEqual([{ text: 'ada', people: all }]);
    expect(await takenBy({ q: 'actor:ADA' })).toEqual([{ text: 'ADA', people: all }]);
    expect(await takenBy({ record: `ada.x@,${submission.id}` })).toEqual([
      { text: 'ada.x@', people: [all[2]] },
    ]);
    expect(
      (await takenBy({ actor: 'byron', onBehalfOf: 'lovelace' })).map(({ people }) => people.length),
    ).toEqual(expect.arrayContaining([1, 2]));
  });

  it('that take nobody, and ids, are not', async () => {
    expect(await takenBy({})).toEqual([]);
    expect(await takenBy({ actor: 'ada%' })).toEqual([]);
    expect(await takenBy({ actor: ada.id, record: submission.reference })).toEqual([]);
  });

  it('tell no name of a person whose erasure was asked for', async () => {
    const admin = await app.person('admin');
    const gone = await app.person('depositor');
    const { body } = await app.request('GET', `users/${gone.id}`, { as: admin });
    const asked = await app.request('POST', `users/${gone.id}/erasure`, {
      as: admin,
      ifMatch: body.version,
      body: { reason: 'asked for it' },
    });
    expect(asked.status).toBe(202);
    expect(await takenBy({ actor: gone.email })).toEqual([
      { text: gone.email, people: [{ id: gone.id, name: null, knownAs: null }] },
    ]);
  });
});

it('counts what the events are, each facet under all filters but its own', async () => {
  const { status, body } = await ask('facets', { source: 'service' });
  expect(status).toBe(200);
  const { action, actor, type, source } = auditFacets.parse(body);
  expect(action).toEqual({
    values: [
      { value: 'zebra.approve', label: null, count: 1, isCapped: false },
      { value: 'zebra.update', label: null, count: 1, isCapped: false },
    ],
    isComplete: true,
  });
  expect(actor.values).toEqual([{ value: lims.id, label: 'LIMS key', count: 2, isCapped: false }]);
  expect(type.values).toEqual([{ value: 'Zebra', label: null, count: 2, isCapped: false }]);
  expect(source.values.map(({ value }) => value)).toEqual(expect.arrayContaining(['user', 'service']));
  expect((await app.request('GET', 'audit/facets', { as: await app.person('curator') })).status).toBe(403);
});

it('proves an event that is sealed, and says of one that is not', async () => {
  const { body } = await ask(`events/${onRecord}/proof`, {});
  const proof = auditProof.parse(body);
  expect(JSON.parse(proof.body)).toMatchObject({ id: onRecord, action: 'record.update' });
  if (proof.seal) expect(leafHash(proof.body).toString('hex')).toBe(proof.seal.leaf);
  expect((await ask(`events/${randomUUID()}/proof`, {})).status).toBe(404);
});
