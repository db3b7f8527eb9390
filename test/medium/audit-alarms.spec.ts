// Who owns the tables alters an event. Whoever opens it sees that it is not proven, and those who answer for the log are
// written to: once, and again when something else is found, after a week, and when it comes back.
import { beforeAll, describe, expect, it } from 'vitest';
import { LogAlarms } from '../../server/src/audit/alarm/log-alarms.service.ts';
import { auditProof } from '../../server/src/audit/proof/proof.contract.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { allSealed, verified } from '../factories/audit-verified.ts';
import { useLeavingLog } from '../factories/leaving-log.ts';
import { type Person, useApp } from '../setup/app.ts';

const elsewhere = 'evidence@audit.example';
const app = useApp({ worker: true, env: { AUDIT_HEADS_MAIL: elsewhere } });
const log = useLeavingLog(app);
const ids: string[] = [];
let auditor: Person;
let told: string[];

beforeAll(async () => {
  await log.begin([]);
  auditor = await app.person('auditor');
  const admin = await app.person('admin', 'curator');
  const gone = await app.person('auditor');
  await app.person('curator');
  await log.query(`UPDATE users SET status = 'disabled' WHERE id = $1`, [gone.id]);
  told = [auditor.email, admin.email, elsewhere].toSorted();
  for (const label of ['one', 'two']) ids.push(await log.recorded('test.event', label, { said: 'rejected' }));
  await allSealed(app);
});

const byHand = (sql: string) =>
  log.owner.query(
    `BEGIN; ALTER TABLE audit_events DISABLE TRIGGER USER; ${sql}; ALTER TABLE audit_events ENABLE TRIGGER USER; COMMIT`,
  );
const forge = (id: string | undefined, from: string, to: string) =>
  byHand(`UPDATE audit_events SET body = replace(body, '${from}', '${to}') WHERE id = '${id}'`);
const proofOf = async (id: string | undefined) =>
  auditProof.parse((await app.request('GET', `audit/events/${id}/proof`, { as: auditor })).body);

type Row = { recipient: string; subject: string; text: string };
/** Mails about alarms, which are away afterwards from what is counted. */
async function mails(): Promise<Row[]> {
  const rows = await log.query<Row & { id: string }>(
    `SELECT id, recipient, subject, text FROM mails WHERE about_type = 'AuditAlarm' ORDER BY recipient, created_at`,
  );
  const fresh = rows.filter(({ id }) => !counted.has(id));
  for (const { id } of rows) counted.add(id);
  return fresh;
}
const counted = new Set<string>();
const recipients = async () => (await mails()).map(({ recipient }) => recipient).toSorted();

it('has nothing to say of a log that is whole', async () => {
  const { body } = await app.request('GET', 'audit/events?limit=50', { as: auditor });
  const all = (body as { items: { id: string }[] }).items;
  expect(all.length).toBeGreaterThan(3);
  await allSealed(app);
  for (const { id } of all) expect((await proofOf(id)).flaws).toEqual([]);
  expect(await verified(app, auditor)).toMatchObject({ state: 'passed' });
  expect(await mails()).toEqual([]);
});

describe('an event that was altered', () => {
  it('is not shown as proven', async () => {
    await forge(ids[0], 'rejected', 'approved');
    const { flaws, seal, body } = await proofOf(ids[0]);
    expect(body).toContain('approved');
    expect(flaws).toEqual([
      {
        kind: 'event',
        id: null,
        number: seal?.seq,
        says: `${ids[0]} is not as it was sealed`,
        reason: { code: 'flaw.event_altered', params: { id: ids[0] } },
      },
    ]);
    expect((await proofOf(ids[1])).flaws).toEqual([]);
  });

  it('is told by mail to who answers for the log, with its place', async () => {
    expect(await verified(app, auditor)).toMatchObject({ state: 'damaged' });
    const sent = await mails();
    expect(sent.map(({ recipient }) => recipient).toSorted()).toEqual(told);
    const { seal } = await proofOf(ids[0]);
    expect(sent[0]?.subject).toBe('SeqDB: the change log is damaged');
    expect(sent[0]?.text).toContain(
      `First bad place: event ${seal?.seq}: ${ids[0]} is not as it was sealed.`,
    );
    expect(sent[0]?.text).toContain(new URL('/log-verification', app.config.PUBLIC_URL).href);
  });

  it('is not told again while it is the same', async () => {
    expect(await verified(app, auditor)).toMatchObject({ state: 'damaged' });
    expect(await mails()).toEqual([]);
  });

  it('is told again after a week', async () => {
    await log.query(
      `UPDATE mails SET created_at = created_at - interval '7 days' WHERE about_type = 'AuditAlarm'`,
    );
    await verified(app, auditor);
    expect(await recipients()).toEqual(told);
  });

  it('is told at once with another, and when it comes back', async () => {
    await forge(ids[1], 'rejected', 'approved');
    await verified(app, auditor);
    const sent = await mails();
    expect(sent.map(({ recipient }) => recipient).toSorted()).toEqual(told);
    expect(sent[0]?.text).toContain('1 other place is bad');
    for (const id of ids) await forge(id, 'approved', 'rejected');
    expect(await verified(app, auditor)).toMatchObject({ state: 'passed' });
    expect(await mails()).toEqual([]);
    await forge(ids[0], 'rejected', 'approved');
    await verified(app, auditor);
    expect(await recipients()).toEqual(told);
  });
});

it('tells the others of an alarm though one address can be written to by nobody', async () => {
  const admin = await app.person('admin');
  await log.query(`UPDATE users SET email = 'two@a.example, three@a.example' WHERE id = $1`, [admin.id]);
  const tell = (segment: number) =>
    app.get(UnitOfWork).run((tx) => app.get(LogAlarms).tell(tx, { kind: 'head', place: 'bucket', segment }));
  await tell(7);
  expect(await recipients()).toEqual(told);
  await Promise.all([tell(7), tell(8), tell(8)]);
  expect(await recipients()).toEqual(told);
});
