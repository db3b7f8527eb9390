// The day that ENA is told to hold records until: nothing becomes public there before its day here.
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { AccessionsService } from '../../server/src/accessions/accessions.service.ts';
import { holdUntil } from '../../server/src/ena/sending/hold-until.ts';
import { EnaSend } from '../../server/src/ena/sending/send.service.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { BatchDesk } from '../factories/batches.ts';
import { LifecycleBench } from '../factories/lifecycle.ts';
import { RequestDesk } from '../factories/requests.ts';
import { useSandbox } from '../factories/sandbox.ts';
import { samples as someSamples, sheet } from '../factories/sheets.ts';
import { approve, Desk, nextYear, okay } from '../factories/submissions.ts';
import { isToday, today } from '../factories/today.ts';
import { workOn } from '../factories/task-run.ts';
import { useApp } from '../setup/app.ts';

const sandbox = useSandbox();
/** Without a worker: what is sent is sent here. */
const app = useApp({ env: () => sandbox.start() });
let depositor: Desk;
let curator: Desk;
let requests: RequestDesk;
let batches: BatchDesk;
let bench: LifecycleBench;

const year = new Date().getUTCFullYear() + 1;
const early = `${year}-02-01`;
const late = `${year}-09-30`;
const latest = `${year}-10-31`;

beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = new Desk(app, await app.person('depositor'));
  curator = new Desk(app, await app.person('curator'));
  requests = new RequestDesk(app, curator.as);
  batches = new BatchDesk(app, curator.as);
  bench = new LifecycleBench(app, sandbox, curator.as);
});

async function approved(holdDate: string | null) {
  const { id, accession } = await approve(depositor, curator, await depositor.draft(2, { holdDate }));
  const samples = (await depositor.records(id)).map((record) => record.accession ?? '');
  return { id, project: accession ?? '', samples };
}

const hold = async (accession: string, holdDate: string) =>
  expect(okay(await requests.ask(accession, 'hold', { holdDate }), 201)).toMatchObject({ status: 'done' });

/** Of the document that would be sent. @returns the day that it tells ENA */
async function day(submission: { id: string }): Promise<string | undefined> {
  const { id } = await batches.create(submission);
  const path = `ena/batches/${id}/preview?submissionId=${submission.id}`;
  const { xml } = okay(await app.request('GET', path, { as: curator.as }));
  return /HoldUntilDate="([^"]+)"/.exec(xml)?.[1];
}

describe('a hold asked for before ENA has the records', () => {
  it('is what ENA is told, though the deposit has no day', async () => {
    const given = await approved(null);
    await hold(given.project, late);
    const batch = await batches.send(await batches.create(given));
    await workOn((run) => app.get(EnaSend).run({ batchId: batch.id, submissionId: given.id }, run));
    for (const accession of [given.project, ...given.samples]) {
      expect(await bench.there(accession)).toMatchObject({ status: 'PRIVATE', holdUntilDate: late });
      expect(await bench.here(accession)).toMatchObject({ status: 'private', holdDate: late });
    }
  });

  it('may be earlier than the day of the deposit', async () => {
    const given = await approved(nextYear);
    await hold(given.project, early);
    expect(await day(given)).toBe(early);
  });

  it('of one of the samples holds the whole request, which has one day', async () => {
    const given = await approved(early);
    await hold(given.samples[1] ?? '', late);
    expect(await day(given)).toBe(late);
  });

  it('is as good as done while it waits for ENA’s answer', async () => {
    const given = await approved(early);
    await hold(given.project, late);
    // As it is where ENA has a part of what it covers.
    await app
      .get(DataSource)
      .query(`UPDATE accessions SET hold_date = $2 WHERE submission_id = $1`, [given.id, early]);
    await app.get(DataSource).query(
      `WITH q AS (UPDATE ena_requests SET status = 'sending', hold_date = $2 WHERE submission_id = $1 RETURNING id)
         UPDATE ena_request_objects SET is_open = true WHERE request_id IN (SELECT id FROM q)`,
      [given.id, latest],
    );
    expect(await day(given)).toBe(latest);
  });
});

describe('a later revision', () => {
  const again = async ({ id }: { id: string }, change: object) => {
    const revised = await depositor.do(await depositor.get(id), 'revise', 'Something is to be mended.');
    const body = { title: 'Potato cultivars of four Andean valleys', ...change };
    const ask = { as: depositor.as, ifMatch: revised.version, body };
    return approve(depositor, curator, okay(await app.request('PATCH', `submissions/${id}`, ask)));
  };

  it.each([early, late])('with the same day leaves the one that a curator chose (%s)', async (chosen) => {
    const given = await approved(nextYear);
    await hold(given.project, chosen);
    await again(given, {});
    expect(await bench.here(given.project)).toMatchObject({ holdDate: chosen });
    expect(await day(given)).toBe(chosen);
  });

  it.each([
    ['the test service has heard of is as any other', 'test', early],
    ['ENA has leaves it to ENA', 'production', nextYear],
  ] as const)('of what %s', async (_what, environment, expected) => {
    const given = await approved(nextYear);
    const identifier = `PRJEB${given.id.slice(0, 8)}`;
    const issued = { accession: given.project, authority: 'ENA' as const, identifier, environment };
    await app
      .get(UnitOfWork)
      .run((tx) => app.get(AccessionsService).recordExternal(tx, [issued], new Date()));
    await again(given, { holdDate: early });
    expect(await bench.here(given.project)).toMatchObject({ holdDate: expected });
  });

  it('with another day takes it back', async () => {
    const given = await approved(nextYear);
    await hold(given.project, late);
    await again(given, { holdDate: early });
    expect(await bench.here(given.project)).toMatchObject({ holdDate: early });
    expect(await day(given)).toBe(early);
  });
});

describe('what a later revision adds to a project that a curator holds', () => {
  const added = async ({ id }: { id: string }) => {
    const open = await depositor.do(await depositor.get(id), 'revise', 'Another sample.');
    await approve(depositor, curator, await depositor.upload(open, sheet({ samples: someSamples(3) })));
    return (await depositor.records(id)).at(-1)?.accession ?? '';
  };
  const request = (submissionId: string, accession: string) =>
    holdUntil(app.get(DataSource), { submissionId, number: 2 }, [accession], today());

  it.each([
    ['longer than the revision says', early, late, late],
    ['though the revision has no day', null, late, late],
    ['for less: then it has its own day', late, early, late],
  ])('%s', async (_what, ofRevision, chosen, expected) => {
    const given = await approved(ofRevision);
    await hold(given.project, chosen);
    const fresh = await added(given);
    expect(await bench.here(fresh)).toMatchObject({ status: 'private', holdDate: expected });
    expect(await request(given.id, fresh)).toBe(expected);
    // It is a choice for these, too: the same day of the deposit once more does not take it back.
    await added(given);
    expect(await bench.here(fresh)).toMatchObject({ holdDate: expected });
  });

  it('is held at ENA as long as the project, whichever way that came to its day', async () => {
    const given = await approved(early);
    const fresh = await added(given);
    const set = `UPDATE accessions SET hold_date = $2 WHERE accession = $1`;
    await app.get(DataSource).query(set, [given.project, latest]);
    expect(await request(given.id, fresh)).toBe(latest);
  });

  it('asks for no day once it is public itself', async () => {
    const given = await approved(late);
    const [sample = ''] = given.samples;
    await app.get(DataSource).query(`UPDATE accessions SET status = 'public' WHERE accession = $1`, [sample]);
    expect(await isToday(() => request(given.id, sample))).toBe(true);
  });
});

describe('without one', () => {
  it.each([
    ['the day of the deposit', nextYear, nextYear],
    ['today, where it has none', null, undefined],
  ])('it is %s', async (_what, holdDate, expected) => {
    const given = await approved(holdDate);
    if (expected) expect(await day(given)).toBe(expected);
    else expect(await isToday(() => day(given))).toBe(true);
  });

  it('a day here that is earlier than that of the revision, and nobody’s choice, does not count', async () => {
    const given = await approved(nextYear);
    await app
      .get(DataSource)
      .query(`UPDATE accessions SET hold_date = $2 WHERE submission_id = $1`, [given.id, early]);
    expect(await day(given)).toBe(nextYear);
  });
});

it('what was released before ENA has it is held until today only', async () => {
  const given = await approved(nextYear);
  expect(okay(await requests.ask(given.project, 'release'), 201)).toMatchObject({ status: 'done' });
  expect(await isToday(() => day(given))).toBe(true);
});
