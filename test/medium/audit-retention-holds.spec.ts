// What a legal hold may name: one thing, of the kind that it says, and of people only whom it means exactly.
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { AuditLog } from '../../server/src/audit/audit-log.ts';
import { type Actor, systemActor } from '../../server/src/platform/access/actor.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { UsersService } from '../../server/src/users/users.service.ts';
import { Desk } from '../factories/submissions.ts';
import { makeUser } from '../factories/users.ts';
import { type Person, useApp } from '../setup/app.ts';

const app = useApp();
const query = <Row>(sql: string, values: unknown[] = []): Promise<Row[]> =>
  app.get(DataSource).query(sql, values);

let auditor: Person;
let admin: Person;
let submission: { id: string; reference: string };
const record = randomUUID();
beforeAll(async () => {
  [auditor, admin] = [await app.person('auditor'), await app.person('admin')];
  submission = await new Desk(app, await app.person('depositor')).create();
  await query(
    `INSERT INTO accessions (accession, kind, number, submission_id, owner_id, alias, title, minted_at)
     SELECT 'SDBS9000001', 'sample', 9000001, id, owner_id, 'x', 'Potato', now() FROM submissions WHERE id = $1`,
    [submission.id],
  );
  await noted('Record', record, systemActor('test'));
});

const noted = (type: string, id: string, actor: Actor) =>
  app
    .get(UnitOfWork)
    .run((tx) =>
      app.get(AuditLog).record(tx, actor, { action: 'test.update', target: { type, id, label: 'x' } }),
    );
const setHold = (body: object) =>
  app.request('POST', 'audit/holds', { as: auditor, body: { reason: 'a court asked', ...body } });
const labelOf = async (id: string) => {
  const [row] = await query<{ body: string }>(
    `SELECT body FROM audit_events WHERE action = 'audit.hold' AND target_id = $1`,
    [id],
  );
  return (JSON.parse(row?.body ?? '{}') as { target?: { label?: string } }).target?.label;
};
const refused = async (body: object) => {
  const answer = await setHold(body);
  return [answer.status, answer.body.code];
};

describe('a hold on a submission or a record', () => {
  it.each(['submission', 'record'])('is not set by a mail address (%s)', async (kind) => {
    const { status, text } = await setHold({ kind, name: auditor.email });
    expect([status, text]).toEqual([422, expect.stringContaining('choose the kind person')]);
    expect(await query('SELECT FROM audit_holds WHERE name = $1', [auditor.email])).toEqual([]);
  });

  it.each(['submission', 'record'])('is not set on a person by their id (%s)', async (kind) => {
    expect(await refused({ kind, name: auditor.id })).toEqual([422, 'audit_hold.names_person']);
    const unheard = await makeUser(app.get(UsersService), { roles: ['depositor'] });
    expect(await refused({ kind, name: unheard.id.toUpperCase() })).toEqual([422, 'audit_hold.names_person']);
    const gone = randomUUID(); // whom only the log knows
    await noted('Submission', randomUUID(), { ...systemActor('x'), type: 'user', id: gone, name: 'Gone' });
    expect(await refused({ kind, name: gone })).toEqual([422, 'audit_hold.names_person']);
  });

  it('names what is of its kind', async () => {
    for (const name of [submission.id, submission.reference, submission.reference.toLowerCase()])
      expect(await refused({ kind: 'record', name })).toEqual([422, 'audit_hold.other_kind']);
    for (const name of [record, 'SDBS9000001', 'ERC000011'])
      expect(await refused({ kind: 'submission', name })).toEqual([422, 'audit_hold.other_kind']);
    for (const name of [randomUUID(), 'SUB-999999999', 'Potato'])
      for (const kind of ['submission', 'record'])
        expect(await refused({ kind, name })).toEqual([422, 'audit.unknown_record']);
  });

  it('is called by the reference or id of what was found, not as somebody wrote it', async () => {
    const bare = submission.reference.replace(/-0*/, '-').toLowerCase();
    const { body: ofSubmission } = await setHold({ kind: 'submission', name: bare });
    expect(ofSubmission).toMatchObject({ name: submission.reference, targetId: submission.id });
    expect(await labelOf(ofSubmission.id)).toBe(`legal hold on ${submission.reference}`);
    const { body: ofRecord } = await setHold({ kind: 'record', name: 'sdbs9000001' });
    expect(ofRecord).toMatchObject({ name: 'SDBS9000001' });
    const { body: byId } = await setHold({ kind: 'record', name: record.toUpperCase() });
    expect(byId).toMatchObject({ name: record, targetId: record });
  });
});

describe('a hold on a person', () => {
  it('is set by their whole address or name, or their id', async () => {
    const users = app.get(UsersService);
    const unique = randomUUID().slice(0, 8);
    const bob = await makeUser(users, {
      roles: ['depositor'],
      email: `bob-${unique}@example.org`,
      name: `Bob ${unique}`,
    });
    const jimbob = await makeUser(users, {
      roles: ['depositor'],
      email: `jimbob-${unique}@example.org`,
      name: `Jim Bob ${unique}`,
    });
    for (const [name, id] of [
      [`BOB-${unique}@example.org`, bob.id],
      [`jimbob-${unique}@example.org`, jimbob.id],
      [`bob ${unique}`, bob.id],
      [bob.id.toUpperCase(), bob.id],
    ])
      expect((await setHold({ kind: 'person', name })).body).toMatchObject({ targetId: id, name: null });
    const fragment = { kind: 'person', name: `jim bob ${unique.slice(0, 6)}` };
    expect(await refused(fragment)).toEqual([422, 'audit_hold.unclear_person']);
    await makeUser(users, { roles: ['depositor'], name: `Bob ${unique}` });
    const { body } = await setHold({ kind: 'person', name: `Bob ${unique}` });
    expect([body.code, body.errors[0].message]).toEqual([
      'audit_hold.unclear_person',
      expect.stringContaining('names 2 people'),
    ]);
  });

  it('is not set by an id that nobody has', async () => {
    for (const name of [randomUUID(), submission.id, record])
      expect(await refused({ kind: 'person', name })).toEqual([422, 'audit_hold.unclear_person']);
  });
});

it('a person whom a hold of another kind names, as it could be set once, is not erased', async () => {
  const person = await app.person('depositor');
  await query(
    `INSERT INTO audit_holds (id, kind, whole, itself, target_id, name, reason, set_by, set_at) VALUES ($1, 'record', $2, '{}', $3, NULL, 'x', 'x', now())`,
    [randomUUID(), [person.id], person.id],
  );
  const { body } = await app.request('GET', `users/${person.id}`, { as: admin });
  const erasure = await app.request('POST', `users/${person.id}/erasure`, {
    as: admin,
    ifMatch: body.version,
    body: { reason: 'asked' },
  });
  expect([erasure.status, erasure.body.code]).toEqual([409, 'erasure.held']);
});

describe('the history of what is held', () => {
  const lift = ({ id, version }: { id: string; version: number }) =>
    app.request('POST', `audit/holds/${id}/lift`, {
      as: auditor,
      ifMatch: version,
      body: { reason: 'over' },
    });
  const historyOf = async (name: string): Promise<string[]> => {
    const path = `audit/events?record=${encodeURIComponent(name)}&type=AuditHold&limit=200&sort=occurredAt`;
    const { body } = await app.request('GET', path, { as: auditor });
    return body.items.map((event: { action: string; target: { id: string } }) => event.action);
  };
  const both = ['audit.hold', 'audit.hold_lift'];

  it('lists the hold and its lift, of a submission, a record and a person', async () => {
    const { id, reference } = await new Desk(app, await app.person('depositor')).create();
    const other = await new Desk(app, await app.person('depositor')).create();
    const [own, person] = [randomUUID(), await app.person('depositor')];
    await noted('Record', own, systemActor('test'));
    for (const [kind, name, asked] of [
      ['submission', reference, id],
      ['record', own, own],
      ['person', person.email, person.id],
    ] as const) {
      await lift((await setHold({ kind, name })).body);
      expect([kind, await historyOf(asked)]).toEqual([kind, both]);
    }
    expect(await historyOf(other.reference)).toEqual([]);
  });

  it('lists one by an accession with the record that has it, and with the record alone', async () => {
    const recordId = randomUUID();
    await query(
      `INSERT INTO records (id, submission_id, type, alias, position, title, description, taxon_id, scientific_name, attributes)
       SELECT $1, submission_id, kind, alias, 1, title, '', '', '', '{}' FROM accessions WHERE accession = 'SDBS9000001'`,
      [recordId],
    );
    const { body } = await setHold({ kind: 'record', name: 'SDBS9000001' });
    await lift(body);
    for (const name of ['SDBS9000001', recordId]) expect((await historyOf(name)).slice(-2)).toEqual(both);
    const [root] = await query(
      `SELECT root_type AS type, root_id AS id FROM audit_events WHERE target_id = $1 LIMIT 1`,
      [body.id],
    );
    expect(root).toEqual({ type: 'Record', id: recordId });
  });

  it('is no step of the submission for those who work on it', async () => {
    const desk = new Desk(app, await app.person('depositor'));
    await seedChecklists(app.api);
    const { id } = await desk.do(await desk.draft(1), 'submit');
    const curator = await app.person('curator');
    await lift((await setHold({ kind: 'submission', name: id })).body);
    expect(await historyOf(id)).toEqual(both);
    for (const as of [desk.as, curator, auditor]) {
      const { status, body } = await app.request('GET', `submissions/${id}/timeline`, { as });
      expect(status).toBe(200);
      expect(body.items.length).toBeGreaterThan(0);
      expect(JSON.stringify(body)).not.toMatch(/audit\.hold|a court asked/);
    }
  });

  it('has nothing of a period, which holds nothing in particular', async () => {
    const { body } = await setHold({ kind: 'period', since: '2001-01-01', until: '2001-01-02' });
    const [root] = await query(
      `SELECT root_type AS type, root_id AS id FROM audit_events WHERE target_id = $1`,
      [body.id],
    );
    expect(root).toEqual({ type: 'AuditHold', id: body.id });
    await lift(body);
  });
});
