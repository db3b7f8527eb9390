// The main job through the API alone: from a depositor's sheet to accessions of SeqDB, ENA and BioSamples, and the
// change log that tells it all. With real sheets of ENA's users where they are at hand, and with two of our own.
import { createHash } from 'node:crypto';
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { isAccession } from '../../server/src/accessions/accession-number.ts';
import { SchemaValidator } from '../../server/src/ena/webin/xml/schema.validator.ts';
import type { SubmissionView } from '../../server/src/submissions/submission.contract.ts';
import { BatchDesk } from '../factories/batches.ts';
import { noReports, useSandbox } from '../factories/sandbox.ts';
import { lacking, readShared, sharedPath } from '../factories/shared.ts';
import { sample, samples, sheet } from '../factories/sheets.ts';
import { Desk, okay } from '../factories/submissions.ts';
import { type Person, useApp } from '../setup/app.ts';

const country = 'geographic location (country and/or sea)';

/** A sheet as it is right, and the country that is misspelt in its first version. */
type Case = {
  name: string;
  missing: string | undefined;
  read: () => Buffer;
  wrong: [good: string, bad: string];
};

const real = (file: string, good: string): Case => ({
  name: file,
  missing: lacking(`ena/tables/${file}`),
  read: () => readShared(`ena/tables/${file}`),
  wrong: [good, good.toUpperCase()],
});

const cases: Case[] = [
  real('sample__ERC000011_potato.tsv', 'Sweden'),
  real('sample__PRJEB69220_beetle.tsv', 'Serbia'),
  real('sample__linum_crlf_latin1.tsv', 'Germany'),
  real('sample__ERC000024_mixs_water.tsv', 'Denmark'),
  {
    name: 'a sheet with units, quotes, accents, markup and columns of its own',
    missing: undefined,
    wrong: ['Peru', 'PERU'],
    read: () =>
      sheet({
        units: { 'geographic location (latitude)': 'DD', 'geographic location (longitude)': 'DD' },
        samples: ['Ñ1', 'a & <b>', `5" pot`, 'Ωmega ]]>'].map((alias) =>
          sample(alias, {
            sample_description: `Leaf of “${alias}”, dried`,
            'geographic location (latitude)': '-9.93',
            'geographic location (longitude)': '-76.24',
            'field note': `row & column of ${alias}`,
          }),
        ),
      }),
  },
  {
    name: 'a sheet that names no checklist, with Windows line ends and a byte order mark',
    missing: undefined,
    wrong: ['Peru', 'PERU'],
    read: () => {
      const text = sheet({ checklist: null, samples: samples(30) }).toString();
      return Buffer.from(`\uFEFF${text.replaceAll('\n', '\r\n')}`);
    },
  },
];

const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');

const sandbox = useSandbox(noReports);
const hasSchemas = lacking('ena/xsd') === undefined;
const app = useApp({
  worker: true,
  env: async () => ({
    ...(await sandbox.start()),
    ...(hasSchemas && { ENA_SCHEMA_DIR: sharedPath('ena/xsd') }),
  }),
});

let depositor: Desk;
let curator: Desk;
let batches: BatchDesk;
let auditor: Person;

beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = new Desk(app, await app.person('depositor'));
  curator = new Desk(app, await app.person('curator'));
  batches = new BatchDesk(app, curator.as);
  auditor = await app.person('auditor');
});

/** The same bytes with the country misspelt in the first row that has it; the sheet's encoding is left alone. */
function misspelt({ read, wrong: [good, bad] }: Case): Buffer {
  const text = read().toString('latin1');
  const changed = text.replace(new RegExp(`\\t${good}(?=[\\t\\r\\n])`), `\t${bad}`);
  expect(changed).not.toBe(text);
  return Buffer.from(changed, 'latin1');
}

async function correct(view: SubmissionView): Promise<SubmissionView> {
  const [error, ...others] = await depositor.findings(view.id, 'severity=error');
  expect(others).toEqual([]);
  expect(error).toMatchObject({ field: country, rule: expect.stringMatching(/./), row: expect.any(Number) });
  expect(error?.message).toMatch(/did you mean/i);
  const [record] = await depositor.records(view.id, `ids=${error?.recordId}`);
  if (!record || !error?.suggestion) throw new Error('the finding names neither its record nor a value');
  expect(record).toMatchObject({ row: error.row, alias: error.alias, errorCount: 1 });
  const attributes = { [country]: { value: error.suggestion } };
  okay(await depositor.patch(view.id, record, { attributes: attributes as never }));
  return depositor.get(view.id);
}

describe.each(cases)('$name', (one) => {
  it('goes from draft to ENA accession, and the change log has every step', async (test) => {
    if (one.missing) test.skip(one.missing);
    // The depositor uploads, reads the findings, corrects, submits.
    const created = await depositor.create();
    const uploaded = await depositor.upload(created, misspelt(one), 'first try.tsv');
    expect(uploaded).toMatchObject({ status: 'draft', errorCount: 1 });
    const refused = await depositor.command(uploaded, 'submit');
    expect(refused).toMatchObject({ status: 409, body: { code: 'submission.has_errors' } });
    const corrected = await correct(uploaded);
    expect(corrected).toMatchObject({ errorCount: 0, sampleCount: uploaded.sampleCount });
    const submitted = await depositor.do(corrected, 'submit');
    expect(submitted).toMatchObject({ status: 'submitted', revision: 1 });

    // The curator finds it in the queue, claims it and asks for changes.
    const queue = okay(
      await app.request('GET', 'submissions?status=submitted&sort=submittedAt', { as: curator.as }),
    );
    expect(queue.items.map(({ id }: SubmissionView) => id)).toContain(submitted.id);
    const claimed = await curator.do(submitted, 'claim');
    const asked = await curator.do(claimed, 'request-changes', 'Send the sheet as it is now, please.');
    expect(asked).toMatchObject({ status: 'changes_requested', decision: { by: { id: curator.as.id } } });

    // The depositor sends the corrected sheet.
    const bytes = one.read();
    const again = await depositor.upload(asked, bytes, 'sämples (2).tsv');
    expect(again).toMatchObject({
      errorCount: 0,
      sheet: { name: 'sämples (2).tsv', bytes: bytes.byteLength },
    });
    expect(again.sheet?.sha256).toBe(sha256(bytes));
    const kept = await fetch(`${app.url}/api/v1/submissions/${again.id}/sheet`, {
      headers: { authorization: `Bearer ${depositor.as.token}` },
    });
    expect(Buffer.from(await kept.arrayBuffer()).equals(bytes)).toBe(true);
    const resubmitted = await depositor.do(again, 'submit', 'Here it is.');
    expect(resubmitted).toMatchObject({ status: 'submitted', revision: 2 });

    // The curator approves: accessions for the project and every sample, all in the transaction of the approval.
    const taken = await curator.do(resubmitted, 'claim');
    const approved = await curator.do(taken, 'approve', 'Complete and plausible.');
    expect(approved).toMatchObject({ status: 'approved', accession: expect.stringMatching(/^SQDBP\d{10}$/) });
    const records = await depositor.records(approved.id);
    expect(records).toHaveLength(approved.sampleCount);
    for (const { accession } of records) expect(isAccession(accession ?? '', 'SQDB')).toBe(true);
    expect(new Set(records.map(({ accession }) => accession)).size).toBe(records.length);
    const transactions = await app.get(DataSource).query(
      `SELECT xmin::text, count(*)::int FROM accessions WHERE submission_id = $1 GROUP BY 1
       UNION ALL SELECT xmin::text, 0 FROM submissions WHERE id = $1`,
      [approved.id],
    );
    expect(transactions).toEqual([
      { xmin: transactions[0].xmin, count: records.length + 1 },
      { xmin: transactions[0].xmin, count: 0 },
    ]);

    // The curator batches it, looks at the document, sends it.
    const eligible = okay(await app.request('GET', 'ena/eligible', { as: curator.as }));
    expect(eligible.items.map(({ id }: { id: string }) => id)).toContain(approved.id);
    const batch = await batches.create(approved);
    expect(batch).toMatchObject({
      status: 'assembling',
      itemCount: records.length + 1,
      environment: 'sandbox',
    });
    const preview = okay(
      await app.request('GET', `ena/batches/${batch.id}/preview?submissionId=${approved.id}`, {
        as: curator.as,
      }),
    );
    expect(preview.xml).toContain(approved.accession);
    if (hasSchemas) {
      expect(preview.schemaProblems).toEqual([]);
      expect(new SchemaValidator(sharedPath('ena/xsd')).validate(Buffer.from(preview.xml))).toEqual([]);
    }
    await batches.send(batch);
    const settled = await batches.settled(batch.id);
    expect(settled).toMatchObject({
      status: 'accepted',
      counts: { accepted: records.length + 1, failed: 0 },
    });

    // Each record shows what ENA and BioSamples call it, as they have it.
    const atEna = new Map((await sandbox.objects()).map((object) => [object.alias, object]));
    for (const record of await depositor.records(approved.id)) {
      const object = atEna.get(record.accession ?? '');
      expect(record.external).toEqual([
        {
          authority: 'ENA',
          identifier: object?.accession,
          environment: 'sandbox',
          expiresAt: null,
          isExpired: false,
        },
        {
          authority: 'BioSamples',
          identifier: object?.external?.accession,
          environment: 'sandbox',
          expiresAt: null,
          isExpired: false,
        },
      ]);
    }
    const project = okay(await app.request('GET', `accessions/${approved.accession}`, { as: depositor.as }));
    const there = atEna.get(approved.accession ?? '');
    expect(project.external).toEqual(
      [
        ['ENA', there?.accession],
        ['Study', there?.external?.accession],
      ].map(([authority, identifier]) => ({
        authority,
        identifier,
        environment: 'sandbox',
        expiresAt: null,
        isExpired: false,
      })),
    );
    const [attempt] = await batches.attempts(batch.id);
    if (!attempt) throw new Error('there is no attempt');
    expect(attempt).toMatchObject({
      status: 'accepted',
      number: 1,
      enaSubmissionId: expect.stringMatching(/^ERA/),
    });
    expect(sha256(await batches.document(attempt, 'payload'))).toBe(attempt.payloadSha256);
    expect(sha256(await batches.document(attempt, 'receipt'))).toBe(attempt.receiptSha256);

    await expectLogged(approved.id, batch.id);
  });
});

const steps = [
  'submission.create',
  'submission.upload_sheet',
  'record.update',
  'submission.submit',
  'submission.claim',
  'submission.request_changes',
  'submission.upload_sheet',
  'submission.download_sheet',
  'submission.submit',
  'submission.claim',
  'submission.approve',
  'submission.register_at_ena',
];
const batchSteps = [
  'ena_batch.create',
  'ena_batch.send',
  'ena_attempt.accepted',
  'ena_batch.finish',
  // Its payload and its receipt.
  'ena_attempt.download',
  'ena_attempt.download',
];

/** The auditor finds every step once and in order, in the list and in both exports. */
async function expectLogged(submissionId: string, batchId: string): Promise<void> {
  for (const [rootType, rootId, expected] of [
    ['Submission', submissionId, steps],
    ['EnaBatch', batchId, batchSteps],
  ] as const) {
    const filter = `rootType=${rootType}&rootId=${rootId}`;
    const log = okay(await app.request('GET', `audit/events?sort=occurredAt&${filter}`, { as: auditor }));
    expect(log.items.map(({ action }: { action: string }) => action)).toEqual(expected);
    const jsonl = await app.request('GET', `audit/export?format=jsonl&${filter}`, { as: auditor });
    const lines = okay(jsonl)
      .trimEnd()
      .split('\n')
      .slice(1, -1) // header and manifest
      .map((line: string) => JSON.parse(JSON.parse(line).body).action);
    expect(lines.sort()).toEqual([...expected].sort());
    const csv: string = okay(await app.request('GET', `audit/export?format=csv&${filter}`, { as: auditor }));
    for (const action of expected) expect(csv).toContain(action);
  }
  const timeline = okay(
    await app.request('GET', `submissions/${submissionId}/timeline`, { as: depositor.as }),
  );
  // The submission's own history has its steps, and not who read it.
  const ownSteps = steps.filter((action) => action !== 'submission.download_sheet').reverse();
  expect(timeline.items.map(({ action }: { action: string }) => action)).toEqual(ownSteps);
}
