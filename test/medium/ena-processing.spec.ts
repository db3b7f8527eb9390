// What becomes of records after ENA accepted them, from what its reports say.
import { DataSource } from 'typeorm';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { EnaPollTurns } from '../../server/src/ena/processing/poll-turns.service.ts';
import { settledByEna } from '../../server/src/ena/processing/problem-rows.ts';
import type { ProblemView } from '../../server/src/ena/processing/problems.contract.ts';
import { WebinError } from '../../server/src/ena/webin/webin.error.ts';
import { AccessionPublicity } from '../../server/src/accessions/publicity.service.ts';
import { studySightings } from '../../server/src/ena/processing/poll-rows.ts';
import { dueObjects, lookSoon, type ObjectAt } from '../../server/src/ena/processing/object-rows.ts';
import { systemActor } from '../../server/src/platform/access/actor.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { BatchDesk } from '../factories/batches.ts';
import { accepted, poll, Reports } from '../factories/followed.ts';
import { RequestDesk } from '../factories/requests.ts';
import { approve, Desk, okay } from '../factories/submissions.ts';
import { type Ask, useApp } from '../setup/app.ts';

const app = useApp();
let depositor: Desk;
let curator: Desk;
let batches: BatchDesk;
let reports: Reports;

beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = new Desk(app, await app.person('depositor'));
  curator = new Desk(app, await app.person('curator'));
  batches = new BatchDesk(app, curator.as);
});
beforeEach(async () => {
  reports = new Reports('sandbox', app.config.ENA_USERNAME ?? '');
  reports.serve(app);
  await sql(`UPDATE ena_objects SET next_check_at = NULL`);
  await sql(`UPDATE ena_polls SET task_id = NULL, next_at = NULL, failures = 0, message = NULL`);
});

const sql = (text: string, parameters: unknown[] = []) => app.get(DataSource).query(text, parameters);
const minutes = (count: number) => new Date(Date.now() + count * 60_000);

/** Accepted by ENA; the records under these aliases are runs. */
async function atEna(count: number, run: readonly string[] = []) {
  const submission = await approve(depositor, curator, await depositor.draft(count));
  const batch = await batches.create(submission);
  // Their day has come, unless a test says another.
  await sql(`UPDATE accessions SET hold_date = current_date WHERE submission_id = $1`, [submission.id]);
  const known = await accepted(app, batch, { run });
  const enas = known.map(({ enaAccession }) => enaAccession);
  const enaOf = (alias: string) => known.find((one) => one.alias === alias)?.enaAccession ?? '';
  const project = known.find(({ accession }) => accession === submission.accession)?.enaAccession;
  return { submission, batch, known, enas, enaOf, project };
}

const objectsOf = (submissionId: string): Promise<Record<string, unknown>[]> =>
  sql(`SELECT * FROM ena_objects WHERE submission_id = $1 ORDER BY accession`, [submissionId]);

async function problems(query: string): Promise<ProblemView[]> {
  return okay(await app.request('GET', `ena/problems?${query}`, { as: curator.as })).items;
}

const command = (problem: ProblemView, name: string, ask: Ask = {}) =>
  app.request('POST', `ena/problems/${problem.id}/${name}`, {
    as: curator.as,
    ifMatch: problem.version,
    ...ask,
  });

async function events(submissionId: string, action: string) {
  const auditor = await app.person('auditor');
  return okay(
    await app.request('GET', `audit/events?rootId=${submissionId}&action=${action}`, { as: auditor }),
  ).items;
}

describe('an experiment, of which ENA has no report', () => {
  it('is as public as the project that it names; of one of somebody else nothing is known', async () => {
    const [own, other] = [await atEna(1), await atEna(1)];
    reports.list(own.project ?? '', 'PRIVATE');
    reports.list(other.project ?? '', 'PUBLIC');
    await poll(app, minutes(1));
    const studies = [null, { accession: other.submission.accession }, { accession: 'PRJEB00000001' }];
    const experiments = await Promise.all(
      studies.map(async (study, index) => {
        const accession = `SEQE7000000${index}`;
        const given = [accession, 70_000_000 + index, own.submission.id];
        await sql(
          `INSERT INTO revision_records (submission_id, revision, position, record_id, type, alias, title, description, taxon_id, scientific_name, attributes, details)
           VALUES ($3, 1, $2, gen_random_uuid(), 'experiment', $1, '', '', '', '', '[]', $4)`,
          [...given, JSON.stringify({ study })],
        );
        await sql(
          `INSERT INTO accessions (accession, kind, number, submission_id, owner_id, alias, title, minted_at)
           SELECT $1, 'experiment', $2, id, owner_id, $1, '', now() FROM submissions WHERE id = $3`,
          given,
        );
        return { id: accession, accession, enaAccession: `ERX${index}`, environment: 'sandbox' } as ObjectAt;
      }),
    );
    const seen = await studySightings(app.get(DataSource), experiments);
    expect(experiments.map(({ id }) => seen.get(id)?.object)).toEqual([
      expect.objectContaining({ id: 'ERX0', status: 'PRIVATE' }),
      expect.objectContaining({ id: 'ERX1', status: 'PUBLIC' }),
      undefined,
    ]);
  });
});

describe('records that reports do not list yet', () => {
  it('are asked for in one list of each kind, and nothing is concluded', async () => {
    const { submission } = await atEna(20);
    await poll(app, minutes(1));
    expect(reports.asked.map(({ kind }) => kind)).toEqual(['projects', 'samples']);
    for (const object of await objectsOf(submission.id)) {
      expect(object).toMatchObject({ status: null, processed_at: null, last_seen_at: null });
      expect((object['next_check_at'] as Date).getTime()).toBeGreaterThan(minutes(1).getTime());
    }
    expect(await events(submission.id, 'submission.follow_at_ena')).toEqual([]);
    expect(await problems(`submissionId=${submission.id}`)).toEqual([]);
  });

  it('become a problem after days, once, which is over when they appear', async () => {
    const { submission, enas } = await atEna(1);
    for (const at of [4, 5]) await poll(app, minutes(at * 24 * 60));
    const open = await problems(`submissionId=${submission.id}&status=open`);
    expect(open.map(({ kind }) => kind)).toEqual(['missing', 'missing']);
    for (const ena of enas) reports.list(ena, 'PRIVATE');
    await poll(app, minutes(7 * 24 * 60));
    for (const problem of await problems(`submissionId=${submission.id}`))
      expect(problem).toMatchObject({ status: 'resolved', resolvedBy: null, resolution: settledByEna });
  });
});

describe('more records than one poll takes', () => {
  it('have their turn: those that are due longest, and the newest', async () => {
    const { known } = await atEna(5);
    const names = known.map(({ accession }) => accession);
    await sql(
      `UPDATE ena_objects o SET next_check_at = now() - g.n * interval '1 hour', accepted_at = now() - g.n * interval '1 day'
         FROM unnest($1::text[]) WITH ORDINALITY AS g (accession, n) WHERE o.accession = g.accession`,
      [names],
    );
    const account = app.config.ENA_USERNAME ?? '';
    const taken = async (limit: number) =>
      (await dueObjects(app.get(DataSource), 'sandbox', account, new Date(), limit)).map(
        (one) => one.accession,
      );
    expect(await taken(10)).toEqual(names.toReversed());
    expect(await taken(2)).toEqual([names[5], names[4], names[1], names[0]]);
    expect(await taken(4)).toEqual(names.toReversed());
  });
});

describe('records that ENA has made public', () => {
  it('are public here, each change with one event that names them', async () => {
    const { submission, enas } = await atEna(3);
    for (const ena of enas) reports.list(ena, 'PRIVATE');
    await poll(app, minutes(1));
    expect((await objectsOf(submission.id)).every((one) => one['processed_at'] !== null)).toBe(true);
    for (const ena of enas) reports.list(ena, 'PUBLIC');
    await poll(app, minutes(60));
    const page = okay(
      await app.request('GET', `accessions?submissionId=${submission.id}`, { as: curator.as }),
    );
    expect(page.items.map(({ status }: { status: string }) => status)).toEqual(Array(4).fill('public'));
    const followed = await events(submission.id, 'submission.follow_at_ena');
    expect(followed).toHaveLength(2);
    expect(followed[0].facts.transitions).toMatchObject([{ status: { before: 'PRIVATE', after: 'PUBLIC' } }]);
    expect(followed[0].facts.transitions[0].accessions).toHaveLength(4);
    expect((await events(submission.id, 'accession.release'))[0].facts.accessions).toHaveLength(4);
    reports.asked.length = 0;
    await poll(app, minutes(120));
    expect(reports.asked).toEqual([]);
  });

  it('and then suppressed are a problem, for here they still stand', async () => {
    const { submission, enas, project } = await atEna(1);
    for (const ena of enas) reports.list(ena, ena === project ? 'PUBLIC' : 'SUPPRESSED');
    await poll(app, minutes(1));
    const [problem] = await problems(`submissionId=${submission.id}`);
    expect(problem).toMatchObject({ kind: 'status', status: 'open' });
    // A curator's request for it is settled a moment later.
    await app.get(UnitOfWork).run(async (tx) => {
      const change = { verb: 'withdraw', category: 'depositor' } as const;
      await app
        .get(AccessionPublicity)
        .change(tx, systemActor('test'), [problem?.accession ?? ''], change, { reason: null });
      await lookSoon(tx, [problem?.accession ?? ''], minutes(2));
    });
    await poll(app, minutes(3));
    expect(await problems(`submissionId=${submission.id}`)).toMatchObject([
      { status: 'resolved', resolution: settledByEna },
    ]);
  });
});

describe('records that are held here', () => {
  const untilNextYear = (submissionId: string) =>
    sql(`UPDATE accessions SET hold_date = current_date + 400 WHERE submission_id = $1`, [submissionId]);

  it('and that ENA holds for less are a problem until it holds them as long', async () => {
    const { submission, enas, project } = await atEna(1);
    await untilNextYear(submission.id);
    for (const ena of enas) reports.list(ena, 'PRIVATE', { holdUntil: minutes(500 * 24 * 60) });
    reports.list(project ?? '', 'PRIVATE', { holdUntil: minutes(30 * 24 * 60) });
    await poll(app, minutes(2 * 24 * 60));
    const open = await problems(`submissionId=${submission.id}`);
    expect(open).toMatchObject([{ kind: 'hold', status: 'open', accession: submission.accession }]);
    reports.list(project ?? '', 'PRIVATE', { holdUntil: minutes(500 * 24 * 60) });
    await poll(app, minutes(4 * 24 * 60));
    expect(await problems(`submissionId=${submission.id}`)).toMatchObject([
      { status: 'resolved', resolution: settledByEna },
    ]);
  });

  it('and that ENA has made public are a problem that a person settles', async () => {
    const { submission, enas, project } = await atEna(1);
    await untilNextYear(submission.id);
    for (const ena of enas) reports.list(ena, ena === project ? 'PRIVATE' : 'PUBLIC');
    for (const at of [1, 11 * 24 * 60]) {
      await poll(app, minutes(at));
      expect(await problems(`submissionId=${submission.id}`)).toMatchObject([
        { kind: 'hold', status: 'open' },
      ]);
    }
  });
});

describe('records that ENA was asked to suppress', () => {
  it('are so here, too, as soon as its reports say it, and no problem before', async () => {
    const { submission, enas, project } = await atEna(1);
    for (const ena of enas) reports.list(ena, 'PUBLIC');
    await poll(app, minutes(1));
    const requests = new RequestDesk(app, curator.as);
    const asked = okay(await requests.ask(submission.accession, 'suppress', { category: 'legal' }), 201);
    okay(await requests.command(asked, 'asked'));
    await poll(app, minutes(2));
    expect((await requests.get(asked.id)).status).toBe('asked');
    // It is public and processed: but for the question it would be looked at in a week.
    reports.list(project ?? '', 'TEMPORARY_SUPPRESSED');
    await poll(app, minutes(60));
    expect(await requests.get(asked.id)).toMatchObject({ status: 'done', settledBy: null });
    const page = okay(await app.request('GET', `accessions/${submission.accession}`, { as: curator.as }));
    expect(page).toMatchObject({ status: 'suppressed', category: 'legal' });
    expect(await problems(`submissionId=${submission.id}`)).toEqual([]);
    const [event] = await events(submission.id, 'accession.suppress');
    expect(event.actor).toMatchObject({ type: 'system' });
  });
});

describe('records whose suppression a person has confirmed', () => {
  it('stay so here, though reports list them no longer, and nobody has to look', async () => {
    const { submission, enas } = await atEna(1);
    for (const ena of enas) reports.list(ena, 'PUBLIC');
    await poll(app, minutes(1));
    const requests = new RequestDesk(app, curator.as);
    const asked = okay(await requests.ask(submission.accession, 'suppress', { category: 'legal' }), 201);
    okay(await requests.command(okay(await requests.command(asked, 'asked')), 'confirm', 'ENA wrote so'));
    const here = async () =>
      okay(await app.request('GET', `accessions/${submission.accession}`, { as: curator.as })).status;
    expect(await here()).toBe('suppressed');
    reports = new Reports('sandbox', app.config.ENA_USERNAME ?? '');
    reports.serve(app);
    for (const day of [5, 6]) {
      await poll(app, minutes(day * 24 * 60));
      expect(await here()).toBe('suppressed');
    }
    expect(await problems(`submissionId=${submission.id}`)).toEqual([]);
  });
});

describe('files that ENA cannot process', () => {
  it('are a finding on the record and a problem: taken, given back, settled by a person, not brought up again', async () => {
    const { submission, batch, enas, enaOf } = await atEna(2, ['S-00001']);
    const run = enaOf('S-00001');
    expect(run).toMatch(/^ERR/);
    for (const ena of enas) reports.list(ena, 'PRIVATE');
    reports.processed(run, 'FAILED', { error: 'Invalid file checksum', ended: new Date() });
    await poll(app, minutes(1));
    const findings = await depositor.findings(submission.id);
    expect(findings).toMatchObject([
      {
        rule: 'ena.processing',
        severity: 'error',
        alias: 'S-00001',
        message: expect.stringContaining('Invalid file checksum'),
      },
    ]);
    const [open] = await problems(`batchId=${batch.id}&status=open`);
    expect(open).toMatchObject({
      kind: 'processing',
      type: 'run',
      alias: 'S-00001',
      enaAccession: run,
      batchReference: batch.reference,
      submissionReference: submission.reference,
    });
    expect(await problems(`q=${run}`)).toHaveLength(1);

    const stranger = await app.person('depositor', 'support');
    expect((await app.request('GET', 'ena/problems', { as: stranger })).status).toBe(403);
    expect((await command(open!, 'resolve', { as: stranger, body: { reason: 'x' } })).status).toBe(403);
    expect((await command(open!, 'resolve', { body: {} })).status).toBe(422);
    expect((await command(open!, 'give-back', { body: {} })).body.code).toBe('ena.illegal_problem_move');
    const taken = okay(await command(open!, 'take'));
    expect(taken).toMatchObject({ status: 'taken', takenBy: { id: curator.as.id } });
    expect((await command(open!, 'take')).status).toBe(412);
    const back = okay(await command(taken, 'give-back', { body: { reason: 'On leave' } }));
    expect(back).toMatchObject({ status: 'open', takenBy: null });
    const resolved = okay(await command(back, 'resolve', { body: { reason: 'A new run was registered.' } }));
    expect(resolved).toMatchObject({
      status: 'resolved',
      resolution: 'A new run was registered.',
      resolvedBy: { id: curator.as.id },
    });
    expect((await command(resolved, 'take')).body.code).toBe('ena.illegal_problem_move');
    expect(await events(submission.id, 'ena_problem.resolve')).toHaveLength(1);

    await poll(app, minutes(60));
    expect(await problems(`submissionId=${submission.id}&status=open`)).toEqual([]);
    reports.processed(run, 'FAILED', { error: 'Invalid file content', ended: minutes(90) });
    await poll(app, minutes(120));
    expect(await problems(`submissionId=${submission.id}&status=open`)).toHaveLength(1);
  });

  it('and then can: the finding goes and the problem is settled', async () => {
    const { submission, enas, enaOf } = await atEna(1, ['S-00001']);
    const run = enaOf('S-00001');
    for (const ena of enas) reports.list(ena, 'PRIVATE');
    reports.processed(run, 'FAILED', { error: 'Missing file' });
    await poll(app, minutes(1));
    expect((await depositor.get(submission.id)).errorCount).toBe(1);
    reports.processed(run, 'COMPLETED');
    await poll(app, minutes(60));
    expect(await depositor.findings(submission.id)).toEqual([]);
    expect((await depositor.get(submission.id)).errorCount).toBe(0);
    expect(await problems(`submissionId=${submission.id}`)).toMatchObject([
      { status: 'resolved', resolvedBy: null },
    ]);
  });
});

describe('an assembly', () => {
  it('is known by its GCA and its sequences, which are never overwritten', async () => {
    const { submission, known, enas, enaOf } = await atEna(1, ['S-00001']);
    const run = enaOf('S-00001');
    for (const ena of enas) reports.list(ena, 'PRIVATE');
    const genome = { kind: 'genome', first: 'GCA_965123456', last: 'GCA_965123456' };
    const range = { kind: 'chromosomes', first: 'OZ189999', last: 'OZ190010' };
    reports.processed(run, 'COMPLETED', { accessions: [range, genome] });
    await poll(app, minutes(1));
    const ours = known.find(({ alias }) => alias === 'S-00001')?.accession;
    const page = () => app.request('GET', `accessions/${ours}`, { as: curator.as });
    expect(okay(await page()).external).toMatchObject([
      { authority: 'ENA', identifier: run, expiresAt: null, isExpired: false },
      { authority: 'Assembly', identifier: 'GCA_965123456' },
      { authority: 'Sequences', identifier: 'OZ189999-OZ190010' },
    ]);
    expect(await problems(`submissionId=${submission.id}`)).toEqual([]);
  });
});

describe('while ENA is out of order', () => {
  it('nothing is concluded, and it is asked ever less often', async () => {
    const { submission, enas } = await atEna(6);
    reports.outage = new WebinError('unknown', 'ENA answered with something that is no report.');
    for (let n = 1; n <= 3; n++) await poll(app, minutes(n));
    for (const object of await objectsOf(submission.id)) expect(object).toMatchObject({ checked_at: null });
    const [row] = await sql(`SELECT * FROM ena_polls WHERE environment = 'sandbox'`);
    expect(row).toMatchObject({ failures: 3, message: expect.stringContaining('no report') });
    reports.outage = null;
    for (const ena of enas) reports.list(ena, 'PRIVATE');
    await poll(app, minutes(20));
    const [after] = await sql(`SELECT * FROM ena_polls WHERE environment = 'sandbox'`);
    expect(after).toMatchObject({ failures: 0, message: null });
    expect((await objectsOf(submission.id))[0]).toMatchObject({ status: 'PRIVATE' });
  });
});

describe('whose turn it is', () => {
  it('one poll is begun, however many workers look', async () => {
    await atEna(1);
    const turns = app.get(EnaPollTurns);
    const begun = await Promise.all(Array.from({ length: 8 }, () => turns.look()));
    expect(begun.filter(Boolean)).toHaveLength(1);
    expect(await turns.look()).toBe(false);
  });

  it('none when nothing is due, or only what another account registered', async () => {
    expect(await app.get(EnaPollTurns).look()).toBe(false);
    const { submission } = await atEna(1);
    await sql(`UPDATE ena_objects SET account = 'Webin-1' WHERE submission_id = $1`, [submission.id]);
    expect(await app.get(EnaPollTurns).look()).toBe(false);
    await poll(app, minutes(1));
    expect(reports.asked).toEqual([]);
  });
});
