// What is withdrawn, replaced, opened again or held for longer after its batch was made does not go to ENA as it was.
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { AccessionsService } from '../../server/src/accessions/accessions.service.ts';
import { EnaSend } from '../../server/src/ena/sending/send.service.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { BatchDesk } from '../factories/batches.ts';
import { useSandbox } from '../factories/sandbox.ts';
import { samples, sheet } from '../factories/sheets.ts';
import { approve, Desk, nextYear } from '../factories/submissions.ts';
import { workOn } from '../factories/task-run.ts';
import { useApp } from '../setup/app.ts';

const sandbox = useSandbox();
/** Without a worker: the tasks wait, and are done here. */
const app = useApp({ env: async () => ({ ...(await sandbox.start()), ENA_RESEND_AFTER_SECONDS: '0.3' }) });
let depositor: Desk;
let curator: Desk;
let batches: BatchDesk;
beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = new Desk(app, await app.person('depositor'));
  curator = new Desk(app, await app.person('curator'));
  batches = new BatchDesk(app, curator.as);
});

type Work = { batchId: string; submissionId: string; accessions: string[] };

/** A project and two samples on their way. */
async function sending(): Promise<Work> {
  const { id, accession } = await approve(depositor, curator, await depositor.draft(2));
  const batch = await batches.send(await batches.create({ id }));
  const own = (await depositor.records(id)).map((record) => record.accession ?? '');
  return { batchId: batch.id, submissionId: id, accessions: [accession ?? '', ...own] };
}

/** Another revision, with the first sample only, is approved. */
async function approvedAnew({ submissionId }: Work): Promise<void> {
  const open = await depositor.do(await depositor.get(submissionId), 'revise', 'The second is to stay here.');
  await approve(depositor, curator, await depositor.upload(open, sheet({ samples: samples(1) })));
}

/** As a withdrawal does it: the submission is locked first. */
async function change({ submissionId }: Work, accession: string, set: string): Promise<void> {
  await app.get(DataSource).transaction(async (tx) => {
    await tx.query('SELECT id FROM submissions WHERE id = $1 FOR NO KEY UPDATE', [submissionId]);
    await tx.query(`UPDATE accessions SET ${set} WHERE accession = $1`, [accession]);
  });
}

/** Sends to the end; before its n-th step something happens, or before each. @returns the steps it took */
async function send(
  work: Work,
  at = 0,
  happening = async (): Promise<void> => undefined,
  always = async (): Promise<unknown> => undefined,
): Promise<number> {
  const before = async (step: number) => {
    if (step === at) await happening();
    await always();
  };
  return (await workOn((run) => app.get(EnaSend).run(work, run), { before })).steps;
}

const timesAtEna = async (alias: string) =>
  (await sandbox.objects()).filter((object) => object.alias === alias).length;

describe('a record that was withdrawn or replaced since its batch was made', () => {
  it.each([
    ["status = 'withdrawn'", /is withdrawn by now/],
    ["status = 'suppressed'", /is suppressed by now/],
    ['superseded_by = (SELECT min(accession) FROM accessions)', /has taken the place of/],
  ])('(%s) stays here and says why; the others go', async (set, why) => {
    const work = await sending();
    const [project = '', kept = '', gone = ''] = work.accessions;
    await change(work, gone, set);
    await send(work);
    expect(await batches.get(work.batchId)).toMatchObject({
      status: 'partial',
      counts: { accepted: 2, failed: 1 },
    });
    for (const [accession, times] of [
      [project, 1],
      [kept, 1],
      [gone, 0],
    ] as const)
      expect(await timesAtEna(accession)).toBe(times);
    const item = (await batches.items(work.batchId)).find(({ accession }) => accession === gone);
    expect(item).toMatchObject({ status: 'failed', message: expect.stringMatching(why), external: [] });
    const attempts = await batches.attempts(work.batchId);
    expect(attempts.map(({ status, sentCount }) => [status, sentCount])).toEqual([
      ['refused', 0],
      ['accepted', 1],
    ]);
    const logged = await app
      .get(DataSource)
      .query(
        `SELECT body::jsonb -> 'facts' AS facts FROM audit_events WHERE root_id = $1 AND action = 'ena_attempt.give_up'`,
        [work.batchId],
      );
    expect(logged).toHaveLength(1);
    expect(JSON.stringify(logged)).toContain(gone);
  });

  it('at any step is either at ENA and known to be, or not there and not said to be', async () => {
    const steps = await send(await sending());
    expect(steps).toBeGreaterThan(4);
    const ends = new Set<string>();
    for (let at = 1; at <= steps; at++) {
      const work = await sending();
      const gone = work.accessions[2] ?? '';
      await send(work, at, () => change(work, gone, "status = 'withdrawn'"));
      const item = (await batches.items(work.batchId)).find(({ accession }) => accession === gone);
      const times = await timesAtEna(gone);
      expect([item?.status, times], `at step ${at}`).toEqual(times === 1 ? ['accepted', 1] : ['failed', 0]);
      ends.add(String(item?.status));
      expect(await batches.get(work.batchId)).toMatchObject({
        counts: { waiting: 0, sent: 0, attention: 0 },
      });
    }
    expect([...ends].sort()).toEqual(['accepted', 'failed']);
  });

  it('in a request that may have arrived is not sent again: a person looks', async () => {
    const work = await sending();
    const [gone = ''] = work.accessions.slice(2);
    await sandbox.fail({ kind: 'disconnect_before', on: 'queue' });
    expect(await workOn((run) => app.get(EnaSend).run(work, run), { patience: 1 })).toMatchObject({
      end: 'waits',
    });
    expect((await batches.attempts(work.batchId)).map(({ sentCount }) => sentCount)).toEqual([1]);
    await change(work, gone, "status = 'withdrawn'");
    await send(work);
    expect(await batches.get(work.batchId)).toMatchObject({ status: 'attention', counts: { attention: 3 } });
    const [attempt, ...others] = await batches.attempts(work.batchId);
    expect(others).toEqual([]);
    expect(attempt).toMatchObject({ status: 'attention', sentCount: 1 });
    expect(attempt?.messages.join(' ')).toMatch(/is withdrawn by now/);
    for (const accession of work.accessions) expect(await timesAtEna(accession)).toBe(0);
  });
});

describe('a deposit that was opened again since its batch was made', () => {
  it('at any step is either at ENA already, or nothing of it goes', async () => {
    const steps = await send(await sending());
    const ends = new Set<string>();
    for (let at = 1; at <= steps; at++) {
      const work = await sending();
      await send(work, at, () => approvedAnew(work));
      const { status, counts } = await batches.get(work.batchId);
      const isThere = counts.accepted === 3;
      expect([status, counts.failed], `at step ${at}`).toEqual(isThere ? ['accepted', 0] : ['refused', 3]);
      for (const accession of work.accessions) expect(await timesAtEna(accession)).toBe(isThere ? 1 : 0);
      for (const { message } of isThere ? [] : await batches.items(work.batchId))
        expect(message).toMatch(/was opened again since the batch was made/);
      ends.add(status);
    }
    expect([...ends].sort()).toEqual(['accepted', 'refused']);
  }, 300_000);

  it('makes nothing due that the approved revision has no more', async () => {
    const work = await sending();
    const [project = '', , dropped = ''] = work.accessions;
    await approvedAnew(work);
    const due = (accession: string) =>
      app
        .get(UnitOfWork)
        .run((tx) => app.get(AccessionsService).dueToday(tx, [accession], 'sandbox', '2026-01-01'));
    expect(await due(dropped)).toBe(0);
    // Of what nobody asked to hold back it is another matter.
    await change(work, project, 'hold_date = NULL');
    expect(await due(project)).toBe(1);
  });
});

/** After `nextYear`, and never two years ahead. */
const later = nextYear.replace('06-30', '12-31');

describe('a record that is held for longer since its request was made', () => {
  it('at any step is at ENA by a request that left before, or by one that names the new day', async () => {
    const steps = await send(await sending());
    const ends = new Set<string>();
    for (let at = 1; at <= steps; at++) {
      const work = await sending();
      await send(work, at, () => change(work, work.accessions[1] ?? '', `hold_date = '${later}'`));
      expect(await batches.get(work.batchId)).toMatchObject({ status: 'accepted', counts: { accepted: 3 } });
      const attempts = await batches.attempts(work.batchId);
      const last = attempts.at(-1)!;
      const [, day] = /HoldUntilDate="([^"]+)"/.exec(await batches.document(last, 'payload')) ?? [];
      // A request is given up before it has left only, and only for another day.
      expect(attempts.slice(0, -1).every(({ sentCount }) => sentCount === 0)).toBe(true);
      if (attempts.length > 1) expect(day).toBe(later);
      ends.add(`${attempts.length} ${day}`);
    }
    expect([...ends].sort()).toEqual([`1 ${later}`, `1 ${nextYear}`, `2 ${later}`].sort());
  }, 300_000);
});

it('what ENA holds for less than it was asked to is said with its request', async () => {
  const work = await sending();
  // As if this had been asked for: ENA has another day.
  const asked = () =>
    app
      .get(DataSource)
      .query('UPDATE ena_attempts SET hold_until_date = $2 WHERE batch_id = $1', [work.batchId, later]);
  await send(work, 0, undefined, asked);
  expect(await batches.get(work.batchId)).toMatchObject({ status: 'accepted', counts: { accepted: 3 } });
  const [attempt] = await batches.attempts(work.batchId);
  const said = work.accessions.map(() => expect.stringContaining(`is held until ${nextYear}, not ${later}.`));
  expect(attempt?.messages).toEqual(said);
});
