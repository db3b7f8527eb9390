// A worker that is killed between any two steps of a request: the next one goes on, ENA does it, and it is noted once. And
// the release by date, which waits for ENA's answer.
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { formatAccession } from '../../server/src/accessions/accession-number.ts';
import { AccessionsService } from '../../server/src/accessions/accessions.service.ts';
import { ReleaseService } from '../../server/src/accessions/release.service.ts';
import { AuditLog } from '../../server/src/audit/audit-log.ts';
import { EnaRequestSend } from '../../server/src/ena/lifecycle/request-send.service.ts';
import { EnaSend } from '../../server/src/ena/sending/send.service.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import type { TaskRun } from '../../server/src/platform/queue/task-handlers.ts';
import { Clock } from '../../server/src/platform/time/clock.ts';
import { BatchDesk } from '../factories/batches.ts';
import { LifecycleBench } from '../factories/lifecycle.ts';
import { RequestDesk } from '../factories/requests.ts';
import { useSandbox } from '../factories/sandbox.ts';
import { approve, Desk, okay } from '../factories/submissions.ts';
import { workOn } from '../factories/task-run.ts';
import { useApp } from '../setup/app.ts';

const sandbox = useSandbox();
/** Without a worker: the tasks wait, and are done here. */
const app = useApp({ env: async () => ({ ...(await sandbox.start()), ENA_RESEND_AFTER_SECONDS: '0.3' }) });
let depositor: Desk;
let curator: Desk;
let requests: RequestDesk;
let bench: LifecycleBench;
let samples: string[];
let submissionId: string;

const otherDay = `${new Date().getUTCFullYear() + 1}-11-30`;

type Work = (run: TaskRun) => Promise<void>;

/** Works until it is done, or until the given step, at which the worker dies. @returns the steps it took */
const workUntil = async (work: Work, diesAt = Number.POSITIVE_INFINITY): Promise<number> =>
  (await workOn(work, { diesAt })).steps;

const sending =
  (id: string): Work =>
  (run) =>
    app.get(EnaRequestSend).run(id, run);

beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = new Desk(app, await app.person('depositor'));
  curator = new Desk(app, await app.person('curator'));
  requests = new RequestDesk(app, curator.as);
  bench = new LifecycleBench(app, sandbox, curator.as);
  const batches = new BatchDesk(app, curator.as);
  const approved = await approve(depositor, curator, await depositor.draft(40));
  submissionId = approved.id;
  const batch = await batches.send(await batches.create(approved));
  const work = { batchId: batch.id, submissionId };
  await workUntil((run) => app.get(EnaSend).run(work, run));
  expect(await batches.get(batch.id)).toMatchObject({ status: 'accepted' });
  samples = (await depositor.records(submissionId)).map(({ accession }) => accession ?? '');
});

const next = () => samples.pop() ?? '';

describe('a killed worker', () => {
  it('at any step of a request, and its successor at any step, too', async () => {
    const whole = okay(await requests.ask(next(), 'withdraw'), 201);
    const steps = await workUntil(sending(whole.id));
    expect(await requests.get(whole.id)).toMatchObject({ status: 'done' });
    expect(steps).toBeGreaterThan(5);
    for (let first = 1; first <= steps; first++) {
      const sample = next();
      const { id } = okay(await requests.ask(sample, 'withdraw'), 201);
      await workUntil(sending(id), first);
      await workUntil(sending(id), 1 + (first % 4));
      await workUntil(sending(id));
      expect(await requests.get(id)).toMatchObject({ status: 'done' });
      expect(await bench.there(sample)).toMatchObject({ status: 'CANCELLED' });
      expect(await bench.here(sample)).toMatchObject({ status: 'withdrawn' });
      const logged = await app
        .get(DataSource)
        .query(`SELECT action, count(*)::int FROM audit_events WHERE target_id = $1 GROUP BY 1 ORDER BY 1`, [
          id,
        ]);
      expect(logged).toEqual([
        { action: 'ena_request.create', count: 1 },
        { action: 'ena_request.done', count: 1 },
      ]);
    }
  });

  it('whose request was taken back meanwhile sends nothing', async () => {
    const sample = next();
    const request = okay(await requests.ask(sample, 'withdraw'), 201);
    okay(await requests.command(request, 'decline', 'Not meant'));
    await workUntil(sending(request.id));
    expect(await requests.get(request.id)).toMatchObject({ status: 'declined', payloadSha256: null });
    expect(await bench.there(sample)).toMatchObject({ status: 'PRIVATE' });
  });
});

describe('two who ask at once', () => {
  it('for the same record: one of them does', async () => {
    const sample = next();
    const asked = await Promise.all([1, 2, 3, 4].map(() => requests.ask(sample, 'release')));
    expect(asked.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    const { body } = asked.find(({ status }) => status === 201)!;
    await workUntil(sending(body.id));
    expect(await requests.get(body.id)).toMatchObject({ status: 'done' });
  });

  it('with one key for both: it is one request', async () => {
    const sample = next();
    const ask = () =>
      app.request('POST', `accessions/${sample}/release`, {
        as: curator.as,
        idempotencyKey: 'the same',
        body: { reason: 'Published' },
      });
    const [one, other] = [okay(await ask(), 201), okay(await ask(), 201)];
    expect(other.id).toBe(one.id);
  });
});

describe('what goes with a project', () => {
  /** A record that was approved in a submission, as its tables hold it. */
  async function deposited(id: string, kind: 'experiment' | 'run', number: number, details: object) {
    const source = app.get(DataSource);
    const accession = formatAccession(app.config.ACCESSION_PREFIX, kind, number);
    await source.query(
      `INSERT INTO revision_records (submission_id, revision, position, record_id, type, alias, title, description, taxon_id, scientific_name, attributes, details)
       VALUES ($1, 1, $2, gen_random_uuid(), $3, $4, '', '', '', '', '[]', $5)`,
      [id, 500_000_000 + number, kind, accession, JSON.stringify(details)],
    );
    await source.query(
      `INSERT INTO accessions (accession, kind, number, submission_id, owner_id, alias, title, minted_at)
       SELECT $1, $2, $3, id, owner_id, $1, '', now() FROM submissions WHERE id = $4`,
      [accession, kind, number, id],
    );
    return accession;
  }

  it('is also what other submissions hang on it, by the accession that it has here or at ENA', async () => {
    const one = await approve(depositor, curator, await depositor.draft(1));
    const other = await approve(depositor, curator, await depositor.draft(1));
    const third = await approve(depositor, curator, await depositor.draft(1));
    const identifier = 'PRJEB99000777';
    const study = 'ERP99000777';
    const given = { accession: one.accession ?? '', environment: 'sandbox' as const };
    const names = [
      { ...given, authority: 'ENA' as const, identifier },
      { ...given, authority: 'Study' as const, identifier: study },
    ];
    await app.get(UnitOfWork).run((tx) => app.get(AccessionsService).recordExternal(tx, names, new Date()));
    const own = await deposited(one.id, 'experiment', 90_000_001, { study: null });
    const foreign = await deposited(other.id, 'experiment', 90_000_002, {
      study: { accession: one.accession },
    });
    const byEna = await deposited(third.id, 'experiment', 90_000_003, { study: { accession: identifier } });
    const fourth = await approve(depositor, curator, await depositor.draft(1));
    const byStudy = await deposited(fourth.id, 'experiment', 90_000_011, { study: { accession: study } });
    await deposited(third.id, 'experiment', 90_000_004, { study: null });
    const run = await deposited(other.id, 'run', 90_000_005, { experiment: { alias: foreign } });
    const far = await deposited(third.id, 'run', 90_000_006, { experiment: { accession: foreign } });
    const answer = await app.request('GET', `accessions/${one.accession}/descendants`, { as: curator.as });
    const { items, objection } = okay(answer);
    const named = items.map(({ accession }: { accession: string }) => accession);
    expect(named.toSorted()).toEqual([one.accession, own, foreign, byEna, byStudy, run, far].toSorted());
    expect(objection).toBeNull();

    const ofOne = await app.request('GET', `accessions/${foreign}/descendants`, { as: curator.as });
    expect(
      okay(ofOne)
        .items.map(({ accession }: { accession: string }) => accession)
        .toSorted(),
    ).toEqual([foreign, run, far].toSorted());
    // A curator decides about nothing of their own, by whatever it hangs on.
    const both = new Desk(app, await app.person('depositor', 'curator'));
    const mine = await approve(both, curator, await both.draft(1));
    await deposited(mine.id, 'experiment', 90_000_007, { study: { accession: one.accession } });
    const asOwner = await new RequestDesk(app, both.as).ask(one.accession, 'withdraw');
    expect(asOwner).toMatchObject({ status: 403, body: { code: 'access.denied' } });
  });
});

describe('what ENA has for real', () => {
  it('is not changed by an installation that sends to a test', async () => {
    const sample = next();
    const identifier = 'ERS99999999';
    const real = {
      accession: sample,
      authority: 'ENA' as const,
      identifier,
      environment: 'production' as const,
    };
    await app.get(UnitOfWork).run((tx) => app.get(AccessionsService).recordExternal(tx, [real], new Date()));
    for (const [verb, body] of [
      ['withdraw', {}],
      ['release', {}],
      ['hold', { holdDate: otherDay }],
    ] as const)
      expect(await requests.ask(sample, verb, body)).toMatchObject({
        status: 409,
        body: { code: 'ena_request.other_environment', detail: expect.stringContaining(identifier) },
      });
    const before = await app.request('GET', `accessions/${sample}/descendants`, { as: curator.as });
    expect(okay(before).objection).toMatch(/production/);
    expect(await bench.here(sample)).toMatchObject({ status: 'private' });
  });
});

describe('the release by date', () => {
  it('waits for the answer to a request for another one', async () => {
    const sample = next();
    const today = new Date().toISOString().slice(0, 10);
    const source = app.get(DataSource);
    const request = okay(await requests.ask(sample, 'hold', { holdDate: otherDay }), 201);
    await source.query(`UPDATE accessions SET hold_date = $2 WHERE accession = $1`, [sample, today]);
    const release = new ReleaseService(app.get(UnitOfWork), app.get(AuditLog), app.get(Clock));
    expect(await release.releaseDue()).toBe(0);
    await workUntil(sending(request.id));
    expect(await release.releaseDue()).toBe(0);
    expect(await bench.here(sample)).toMatchObject({ status: 'private', holdDate: otherDay });
  });

  it('comes as it was to come when the request was taken back', async () => {
    const sample = next();
    const request = okay(await requests.ask(sample, 'hold', { holdDate: otherDay }), 201);
    okay(await requests.command(request, 'decline', 'Not meant'));
    const today = new Date().toISOString().slice(0, 10);
    await app
      .get(DataSource)
      .query(`UPDATE accessions SET hold_date = $2 WHERE accession = $1`, [sample, today]);
    const release = new ReleaseService(app.get(UnitOfWork), app.get(AuditLog), app.get(Clock));
    expect(await release.releaseDue()).toBe(1);
  });

  it('keeps to ENA’s day when a later revision has another one', async () => {
    const open = await depositor.do(await depositor.get(submissionId), 'revise', 'Another day');
    const holdDate = `${new Date().getUTCFullYear() + 1}-03-01`;
    okay(
      await app.request('PATCH', `submissions/${submissionId}`, {
        as: depositor.as,
        ifMatch: open.version,
        body: { holdDate },
      }),
    );
    await approve(depositor, curator, await depositor.get(submissionId));
    expect((await bench.here(next())).holdDate).not.toBe(holdDate);
  });
});
