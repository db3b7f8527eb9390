// What somebody may try who has the role of the application, or a worker that was given up: nothing leaves the change
// log that is not in the archive as this log stated it, and no hold is got round.
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { MonthArchiver } from '../../server/src/audit/retention/month-archiver.ts';
import { MonthLeaving } from '../../server/src/audit/retention/month-leaving.ts';
import { hashOfNote, monthAfter } from '../../server/src/audit/archive/retained-month.ts';
import { useLeavingLog } from '../factories/leaving-log.ts';
import { monthOfFile } from '../factories/month-of-file.ts';
import { type Person, useApp } from '../setup/app.ts';

const app = useApp({ worker: true, env: { AUDIT_RETENTION_MONTHS: '2' } });
const thisMonth = monthOfFile();
/** No worker ran in the month between the first two. */
const [first, second, third] = [-6, -4, -3].map((by) => monthAfter(thisMonth, by)) as [
  string,
  string,
  string,
];
const log = useLeavingLog(app);
const { query, sealed } = log;
const worker = <T>(token: new (...args: never[]) => T): T => {
  if (!app.worker) throw new Error('no worker');
  return app.worker.get(token as never);
};
const alone = { fence: () => Promise.resolve(), signal: new AbortController().signal };

let auditor: Person;
beforeAll(async () => {
  await log.begin([first, second, third]);
  auditor = await app.person('auditor');
  for (const month of [first, first, second, second, third]) await log.wrote(month);
  await sealed();
});

/** An archive of all that a month has, which was never written, and which nobody signed: by who owns the tables. */
async function madeUp(month: string, note: string): Promise<string> {
  const eventId = await log.recorded('audit.archive', month, { statement: hashOfNote(note) });
  await sealed();
  const id = randomUUID();
  await log.owner.query(
    `INSERT INTO audit_retentions (id, month, events, last_segment, seqs, bucket, object_key, bytes, sha256, note, event_id, event_at, archived_at)
     SELECT $1, $2, count(*), max(l.segment), range_agg(int8range(l.seq, l.seq + 1)), 'nowhere', 'nothing', 1, 'none', $3, e.id, e.occurred_at, '2100-01-01'
       FROM audit_leaves l, audit_events e WHERE e.id = $4 AND l.occurred_at >= $5::date AND l.occurred_at < $5::date + interval '1 month' GROUP BY e.id, e.occurred_at`,
    [id, month, note, eventId, `${month}-01`],
  );
  return id;
}

describe('the application', () => {
  it('states no archive', async () => {
    await expect(query('INSERT INTO audit_retentions SELECT * FROM audit_retentions')).rejects.toThrow(
      /permission denied/,
    );
  });

  /** By the clock of the database, and in one moment. @returns the month, `YYYY-MM` */
  const makeRoom = async (by: number): Promise<string | undefined> => {
    const [made] = await query<{ month: string }>(
      `SELECT to_char(day, 'YYYY-MM') AS month, audit_ensure_partition(day)
         FROM (SELECT (now() AT TIME ZONE 'UTC' + make_interval(months => $1))::date AS day) d`,
      [by],
    );
    return made?.month;
  };

  it.each([-2, 13])('makes no room for a month that is %i away', async (by) => {
    await expect(makeRoom(by)).rejects.toThrow('too far');
  });

  it('makes no room for a month that is none', async () => {
    await expect(query(`SELECT audit_ensure_partition('12026-12-01')`)).rejects.toThrow(
      'none of a change log',
    );
  });

  it.each([-1, 0, 12])('makes room for a month that is %i away', async (by) => {
    const month = await makeRoom(by);
    expect(await log.months()).toContain(month);
  });
});

describe('a hold', () => {
  const period = { kind: 'period', since: `${first}-01`, until: `${first}-02`, reason: 'a court asked' };
  const set = async () => (await app.request('POST', 'audit/holds', { as: auditor, body: period })).body;
  const lift = (id: string) =>
    query(`UPDATE audit_holds SET lifted_by = 'x', lifted_at = now(), lift_reason = 'x' WHERE id = $1`, [id]);

  it('that was lifted without a word keeps the log whole, and does not stand again', async () => {
    const { id } = await set();
    await lift(id);
    await sealed();
    expect(await log.run()).toMatchObject({
      state: 'failed',
      months: [],
      says: `the hold ${id} is not what the log says of it: nothing leaves`,
    });
    for (const change of [
      'lifted_by = NULL, lifted_at = NULL, lift_reason = NULL',
      `lifted_by = 'y'`,
      `lift_reason = 'y'`,
      `reason = 'y'`,
    ])
      await expect(query(`UPDATE audit_holds SET ${change} WHERE id = $1`, [id])).rejects.toThrow(
        'what has ended in audit_holds is not changed',
      );
    await query(`UPDATE audit_holds SET reason = '[erased]', lift_reason = '[erased]' WHERE id = $1`, [id]);
    expect(await log.months()).toContain(first);
    await log.recorded('audit.hold_lift', id, { kind: 'period' });
    await sealed();
  });

  it('that is gone keeps the log whole', async () => {
    const { id } = await set();
    await log.owner.query('CREATE TABLE saved_holds AS SELECT * FROM audit_holds');
    await log.owner.query('DELETE FROM audit_holds WHERE id = $1', [id]);
    await sealed();
    await worker(MonthLeaving).archive(first, alone);
    await sealed();
    await expect(worker(MonthLeaving).drop(first)).rejects.toThrow(`the hold ${id} is not what the log says`);
    await log.owner.query('INSERT INTO audit_holds SELECT * FROM saved_holds WHERE id = $1', [id]);
    await expect(worker(MonthLeaving).drop(first)).rejects.toThrow(`month ${first} is held`);
    await app.request('POST', `audit/holds/${id}/lift`, {
      as: auditor,
      ifMatch: 1,
      body: { reason: 'over' },
    });
    await sealed();
  });
});

describe('an archive', () => {
  it('that a worker finishes late, which was given up, is beside the one that was stated', async () => {
    const stated = await query<{ key: string }>(
      'SELECT object_key AS key FROM audit_retentions WHERE month = $1',
      [first],
    );
    const late = await worker(MonthArchiver).archive(first, alone.signal);
    expect(stated.map(({ key }) => key)).not.toContain(late.key);
    await worker(MonthLeaving).drop(first);
    await worker(MonthLeaving).tell(alone);
    await sealed();
    expect(await log.flaw()).toBeNull();
    await expect(worker(MonthArchiver).archive(second, AbortSignal.abort())).rejects.toThrow(/abort/);
  });

  it('that was made up lets no month go: it is archived as it should be, over a month that never was', async () => {
    const id = await madeUp(second, 'made up');
    await expect(worker(MonthLeaving).drop(second)).rejects.toThrow('is not signed by this log');
    expect(
      await query('SELECT FROM audit_retentions WHERE id = $1 AND dropped_at IS NULL', [id]),
    ).toHaveLength(1);
    // Its time is after all others, and the one that is stated counts nevertheless.
    expect(await log.run()).toMatchObject({ state: 'done', months: [second, third] });
    expect(await log.flaw()).toBeNull();
  });
});
