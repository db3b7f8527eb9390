// ENA refuses a request because it has records of it already, and knows no receipt of the request: the records are read
// back and compared. What is ours is taken for it, what is not goes to a person with the difference.
import { DataSource } from 'typeorm';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { EnaSend } from '../../server/src/ena/sending/send.service.ts';
import { Webin } from '../../server/src/ena/webin.provider.ts';
import { BatchDesk } from '../factories/batches.ts';
import { useSandbox } from '../factories/sandbox.ts';
import { approve, Desk, nextYear, okay } from '../factories/submissions.ts';
import { webinClient } from '../factories/webin.ts';
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
afterEach(() => sandbox.heal());

type Work = { batchId: string; submissionId: string };

async function assembled(samples = 2) {
  const { id, accession } = await approve(depositor, curator, await depositor.draft(samples));
  const batch = await batches.create({ id });
  const records = (await depositor.records(id)).map((record) => record.accession ?? '');
  return { batch, work: { batchId: batch.id, submissionId: id }, accessions: [accession ?? '', ...records] };
}

/** @returns the steps it took */
const send = async (work: Work, circumstances: Parameters<typeof workOn>[1] = {}): Promise<number> =>
  (await workOn((run) => app.get(EnaSend).run(work, run), circumstances)).steps;

/** ENA has a request, whose answer was lost, and a person has written down that it has not: then it is sent anew. */
async function wronglySettled(): Promise<Work & { accessions: string[] }> {
  const { batch, work, accessions } = await assembled();
  await batches.send(batch);
  // The document is at ENA, its answer is not here yet.
  await send(work, { patience: 1 });
  await expect.poll(async () => timesAtEna(accessions[2] ?? ''), { timeout: 60_000 }).toBe(1);
  const database = app.get(DataSource);
  await database.query(
    `UPDATE ena_attempts SET status = 'attention', ena_submission_id = NULL WHERE batch_id = $1`,
    [batch.id],
  );
  for (const [table, column] of [
    ['ena_batch_items', 'batch_id'],
    ['ena_batches', 'id'],
  ])
    await database.query(`UPDATE ${table} SET status = 'attention' WHERE ${column} = $1`, [batch.id]);
  const [attempt] = await batches.attempts(batch.id);
  const { version } = await batches.get(batch.id);
  const body = { outcome: 'not_registered', reason: 'The helpdesk has nothing' };
  const settled = okay(
    await app.request('POST', `ena/attempts/${attempt?.id}/resolve`, {
      as: curator.as,
      ifMatch: version,
      body,
    }),
  );
  // The task of the first sending is done with.
  await database.query(`UPDATE tasks SET state = 'done' WHERE name = 'ena.send'`);
  okay(await batches.command(settled, 'retry'));
  return { ...work, accessions };
}

/** Somebody registers a record of the document behind our back, as it is or changed. */
async function registerElsewhere(
  xml: string,
  alias: string,
  change = (sample: string) => sample,
): Promise<void> {
  const sample = change(new RegExp(`<SAMPLE alias="${alias}".*?</SAMPLE>`, 's').exec(xml)?.[0] ?? '');
  const actions = `<ACTION><ADD/></ACTION><ACTION><HOLD HoldUntilDate="${nextYear}"/></ACTION>`;
  await tellEna(actions, `<SAMPLE_SET>${sample}</SAMPLE_SET>`);
}

async function tellEna(actions: string, sets = ''): Promise<void> {
  const document = `<WEBIN><SUBMISSION_SET><SUBMISSION><ACTIONS>${actions}</ACTIONS></SUBMISSION></SUBMISSION_SET>${sets}</WEBIN>`;
  const receipt = await webinClient(sandbox.running).submitAndWait(Buffer.from(document));
  expect(Buffer.from(receipt.bytes).toString()).not.toContain('<ERROR>');
}

async function preview({ batchId, submissionId }: Work): Promise<string> {
  const path = `ena/batches/${batchId}/preview?submissionId=${submissionId}`;
  return okay(await app.request('GET', path, { as: curator.as })).xml;
}

const timesAtEna = async (alias: string) =>
  (await sandbox.objects()).filter((object) => object.alias === alias).length;

async function expectAccepted({ batchId, submissionId }: Work, accessions: readonly string[]): Promise<void> {
  expect(await batches.get(batchId)).toMatchObject({
    status: 'accepted',
    counts: { accepted: accessions.length },
  });
  const objects = await sandbox.objects();
  const records = await depositor.records(submissionId);
  for (const alias of accessions) {
    const [object, ...others] = objects.filter((one) => one.alias === alias);
    expect(others).toEqual([]);
    const record = records.find(({ accession }) => accession === alias);
    if (record)
      expect(record.external.map(({ identifier }) => identifier).sort()).toEqual(
        [object?.accession, object?.external?.accession].sort(),
      );
  }
}

describe('a request that is at ENA, and was said not to be', () => {
  it('is found by the receipt of the earlier request, read back, and counts', async () => {
    const work = await wronglySettled();
    await send(work);
    await expectAccepted(work, work.accessions);
    const [, second] = await batches.attempts(work.batchId);
    const answers = await batches.answers(second!);
    expect(
      answers.filter(({ asked, meaning }) => asked === 'receipt' && meaning === 'accepted'),
    ).toHaveLength(1);
    const read = answers.filter(({ asked }) => asked === 'read_back');
    expect(read.filter(({ meaning }) => meaning === 'accepted').length).toBeGreaterThanOrEqual(3);
    for (const answer of read) expect(answer.bytes).toBeGreaterThan(0);
    expect(await batches.answerDocument(read[0]!)).toContain(work.accessions[0]);
  });

  it('at whichever step the worker is killed', async () => {
    const whole = await wronglySettled();
    const steps = await send(whole);
    expect(steps).toBeGreaterThan(9);
    for (const at of new Set([5, 7, 9, steps - 2, steps - 1, steps])) {
      const work = await wronglySettled();
      await send(work, { diesAt: at });
      await send(work);
      await expectAccepted(work, work.accessions);
    }
  });

  it('while ENA does not give anything back waits, and is settled afterwards', async () => {
    const work = await wronglySettled();
    await sandbox.fail(
      { kind: 'error_before', on: 'read-back' },
      { kind: 'disconnect_before', on: 'report' },
    );
    await send(work);
    await expectAccepted(work, work.accessions);
    const [, second] = await batches.attempts(work.batchId);
    expect((await batches.answers(second!)).map(({ asked, meaning }) => `${asked} ${meaning}`)).toContain(
      'read_back failed',
    );
  });
});

describe('a record that somebody registered under our alias', () => {
  it('with the same contents is taken for ours, and the others are sent without it', async () => {
    const { batch, work, accessions } = await assembled();
    await registerElsewhere(await preview(work), accessions[1] ?? '');
    await batches.send(batch);
    await send(work);
    await expectAccepted(work, accessions);
    const attempts = await batches.attempts(batch.id);
    expect(attempts.map(({ status }) => status)).toEqual(['refused', 'accepted']);
    expect(await batches.document(attempts[1]!, 'payload')).not.toContain(`alias="${accessions[1]}"`);
  });

  it.each<[string, (sample: string) => string, RegExp]>([
    [
      'another title',
      (sample) => sample.replace(/<TITLE>.*?</, '<TITLE>Something else<'),
      /TITLE: sent “.*?”, ENA has “Something else”/,
    ],
    [
      'another value',
      (sample) => sample.replace(/(<TAG>collection date<\/TAG><VALUE>)[^<]*/, '$11999'),
      /“collection date”: sent “.*?”, ENA has “1999”/,
    ],
    [
      'one attribute more',
      (sample) =>
        sample.replace(
          '</SAMPLE_ATTRIBUTES>',
          '<SAMPLE_ATTRIBUTE><TAG>mood</TAG><VALUE>blue</VALUE></SAMPLE_ATTRIBUTE></SAMPLE_ATTRIBUTES>',
        ),
      /“mood”: sent nothing, ENA has “blue”/,
    ],
  ])('with %s goes to a person, who is shown the difference', async (_what, change, difference) => {
    const { batch, work, accessions } = await assembled();
    await registerElsewhere(await preview(work), accessions[1] ?? '', change);
    await batches.send(batch);
    await send(work);
    expect(await batches.get(batch.id)).toMatchObject({
      status: 'attention',
      counts: { attention: 3, accepted: 0 },
    });
    const items = await batches.items(batch.id);
    expect(items.find(({ accession }) => accession === accessions[1])?.message).toMatch(difference);
    expect(items.flatMap(({ external }) => external)).toEqual([]);
    const [attempt] = await batches.attempts(batch.id);
    expect(attempt?.messages.join(' ')).toMatch(difference);
  });

  it('that is cancelled there goes to a person, too', async () => {
    const { batch, work, accessions } = await assembled();
    await registerElsewhere(await preview(work), accessions[2] ?? '');
    const there = (await sandbox.objects()).find(({ alias }) => alias === accessions[2]);
    await tellEna(`<ACTION><CANCEL target="${there?.accession}"/></ACTION>`);
    await batches.send(batch);
    await send(work);
    expect(await batches.get(batch.id)).toMatchObject({ status: 'attention', counts: { accepted: 0 } });
    const [attempt] = await batches.attempts(batch.id);
    expect(attempt?.messages.join(' ')).toMatch(/is cancelled at ENA/);
  });
});

describe('a request whose direct answer cannot be believed, and that ENA does not know', () => {
  it('is sent once, and then a person decides', async () => {
    const { batch, work } = await assembled();
    await batches.send(batch);
    const submit = vi.spyOn(app.get(Webin).client(), 'submit').mockResolvedValue({
      state: 'answered',
      httpStatus: 200,
      contentType: 'application/xml',
      bytes: Buffer.from('<RECEIPT success="true"><MESSAGES/></RECEIPT>'),
    });
    try {
      await send(work);
      expect(submit).toHaveBeenCalledTimes(1);
    } finally {
      submit.mockRestore();
    }
    expect(await batches.get(batch.id)).toMatchObject({ status: 'attention' });
    const [attempt] = await batches.attempts(batch.id);
    expect(attempt?.messages[0]).toMatch(/cannot be believed, and ENA does not know this request/);
    const answers = await batches.answers(attempt!);
    expect(answers.find(({ isDeciding }) => isDeciding)).toMatchObject({
      asked: 'submit',
      meaning: 'unclear',
    });
    // However many there are, all of them are shown, in their order.
    await app.get(DataSource).query(
      `INSERT INTO ena_answers (id, attempt_id, asked, meaning, asked_at)
       SELECT gen_random_uuid(), $1, 'read_back', 'accepted', now() - (n / 7) * interval '1 hour' FROM generate_series(7, 1206) n`,
      [attempt?.id],
    );
    const shown = await batches.answers(attempt!);
    expect(new Set(shown.map(({ id }) => id)).size).toBe(1_200 + answers.length);
    expect(shown.slice(-answers.length)).toEqual(answers);
    expect(shown.map(({ askedAt }) => askedAt)).toEqual(shown.map(({ askedAt }) => askedAt).sort());
    const path = `ena/attempts/${attempt?.id}/answers`;
    const one = okay(await app.request('GET', `${path}?ids=${answers[0]?.id}`, { as: curator.as }));
    expect(one).toMatchObject({ items: [answers[0]], next: null, total: 1 });
    const latest = okay(await app.request('GET', `${path}?sort=-askedAt&limit=1`, { as: curator.as }));
    expect(latest).toMatchObject({ items: [answers.at(-1)], total: 1_200 + answers.length });
  });
});
