// Assemblies: with ENA's program Webin-CLI where it is there, told that it is needed where it is not.
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import type { AnalysisDetails } from '../../server/src/submissions/record-details.ts';
import { firstPosition } from '../../server/src/submissions/record-positions.ts';
import { insertRecords } from '../../server/src/submissions/record-rows.ts';
import type { SubmissionView } from '../../server/src/submissions/submission.contract.ts';
import { BatchDesk } from '../factories/batches.ts';
import { Sender } from '../factories/files.ts';
import { RequestDesk } from '../factories/requests.ts';
import { useSandbox } from '../factories/sandbox.ts';
import { approve, Desk, okay } from '../factories/submissions.ts';
import { type TestApp, useApp } from '../setup/app.ts';

const folder = mkdtempSync(join(tmpdir(), 'webin-cli-'));
const program = join(folder, 'webin-cli');
writeFileSync(
  program,
  `#!/bin/sh\nexec "${process.execPath}" "${join(import.meta.dirname, '../fakes/webin-cli.ts')}" "${folder}" "$@"\n`,
);
chmodSync(program, 0o755);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sandbox = useSandbox();
const app = useApp({ worker: true, env: async () => ({ ...(await sandbox.start()), WEBIN_CLI: program }) });
let depositor: Desk;
let curator: Desk;
let batches: BatchDesk;

beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = new Desk(app, await app.person('depositor'));
  curator = new Desk(app, await app.person('curator'));
  batches = new BatchDesk(app, curator.as);
});

const fasta = '>one\nACGTACGTACGTACGTACGTACGT\n';
const assembly = (name: string): AnalysisDetails => ({
  type: 'SEQUENCE_ASSEMBLY',
  study: null,
  samples: [{ alias: 'S-00001' }],
  experiments: [],
  runs: [],
  properties: {
    NAME: name,
    TYPE: 'clone or isolate',
    COVERAGE: '40',
    PROGRAM: 'Flye 2.9',
    PLATFORM: 'ILLUMINA, PACBIO_SMRT',
    PARTIAL: 'false',
  },
  description: '',
  files: [{ name: 'genome.fasta.gz', type: 'fasta', md5: null }],
});
const variants: AnalysisDetails = {
  ...assembly(''),
  type: 'PROCESSED_READS',
  properties: {},
  description: 'Reads without adapters.',
  files: [{ name: 'genome.fasta.gz', type: 'fasta', md5: null }],
};

/** An approved deposit of a sample and these analyses, which share a file. */
async function approved(
  analyses: Record<string, AnalysisDetails>,
  at: TestApp = app,
): Promise<SubmissionView> {
  const draft = await depositor.draft(1);
  await new Sender(at, depositor.as).verified(draft.id, 'genome.fasta.gz', fasta);
  await at.get(UnitOfWork).run((tx) =>
    insertRecords(
      tx,
      draft.id,
      Object.entries(analyses).map(([alias, details], index) => ({
        id: uuidv7(),
        type: 'analysis' as const,
        position: firstPosition.analysis + index,
        row: null,
        alias,
        title: `Analysis ${alias}`,
        description: '',
        taxonId: '',
        scientificName: '',
        attributes: [],
        details,
        place: null,
      })),
    ),
  );
  return approve(depositor, curator, await depositor.get(draft.id));
}

type Call = {
  argv: string[];
  env: string[];
  password: string;
  fields: Record<string, string>;
  content: string;
};
const callsOf = (name: string): Call[] =>
  existsSync(join(folder, 'calls.jsonl'))
    ? readFileSync(join(folder, 'calls.jsonl'), 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Call)
        .filter(({ fields }) => fields['ASSEMBLYNAME']?.startsWith(`${name}_`))
    : [];

describe('an assembly', () => {
  it('goes with Webin-CLI after its sample, and the other analyses go the usual way', async () => {
    const view = await approved({ genome: assembly('papa v1'), other: variants });
    const batch = await batches.send(await batches.create(view));
    const done = await batches.settled(batch.id);
    expect(done, JSON.stringify(await batches.items(batch.id))).toMatchObject({
      status: 'accepted',
      counts: { accepted: 4 },
    });
    const [sample] = await depositor.records(view.id, 'type=sample&limit=5');
    const [call, ...others] = callsOf('papa v1');
    expect(others).toEqual([]);
    expect(call).toMatchObject({
      password: app.config.ENA_PASSWORD,
      content: fasta,
      fields: {
        STUDY: view.accession,
        SAMPLE: sample?.accession,
        ASSEMBLY_TYPE: 'clone or isolate',
        PLATFORM: 'ILLUMINA,PACBIO_SMRT',
        FASTA: 'genome.fasta.gz',
      },
    });
    expect(call?.argv).toContain('-test');
    expect(call?.argv.join(' ')).not.toContain(app.config.ENA_PASSWORD);
    expect(call?.env.filter((name) => /DATABASE|SECRET|S3_|REDIS/.test(name))).toEqual([]);
    const items = await batches.items(batch.id, 'type=analysis&limit=5');
    expect(items.map(({ alias, external }) => [alias, external[0]?.identifier])).toEqual([
      ['genome', expect.stringMatching(/^ERZ99/)],
      ['other', expect.stringMatching(/^ERZ/)],
    ]);
    const attempts = await batches.attempts(batch.id);
    const cli = attempts.find(
      ({ submissionAlias }) => submissionAlias === `webin-genome-papa_v1_${items[0]?.accession}`,
    );
    expect(await batches.document(cli!, 'payload')).toContain(
      `ASSEMBLYNAME\tpapa v1_${items[0]?.accession}\n`,
    );
    expect(await batches.document(cli!, 'receipt')).toContain('<RECEIPT');
  });

  it('that was changed since is left out of what ENA is asked to replace, and said to be', async () => {
    const view = await approved({ genome: assembly('changed1'), other: variants });
    const batch = await batches.send(await batches.create(view));
    expect(await batches.settled(batch.id)).toMatchObject({ status: 'accepted' });
    const open = await depositor.do(await depositor.get(view.id), 'revise', 'A mistake in it');
    const [genome, other] = await depositor.records(view.id, 'type=analysis&limit=5');
    for (const one of [genome!, other!]) okay(await depositor.patch(open.id, one, { title: 'Corrected' }));
    await approve(depositor, curator, await depositor.get(view.id));
    const differing = async () =>
      okay(await app.request('GET', `ena/differences?submissionId=${view.id}`, { as: curator.as })).items;
    const modify = () =>
      app.request('POST', 'ena/requests', {
        as: curator.as,
        body: { kind: 'modify', submissionId: view.id, reason: 'Corrected' },
      });
    expect(await differing()).toMatchObject([
      { alias: 'genome', fields: ['title'], obstacle: expect.stringContaining('Webin-CLI only') },
      { alias: 'other', fields: ['title'], obstacle: null },
    ]);
    const requests = new RequestDesk(app, curator.as);
    const request = await requests.settled(okay(await modify(), 201));
    expect(request).toMatchObject({ status: 'done', recordCount: 1 });
    expect(await requests.objects(request)).toMatchObject([{ accession: other?.accession }]);
    expect(await differing()).toMatchObject([{ alias: 'genome' }]);
    expect(await modify()).toMatchObject({
      status: 409,
      body: { code: 'ena_request.webin_cli_only', facts: { accessions: [genome?.accession] } },
    });
  });

  it('that Webin-CLI finds wrong is refused with what it says', async () => {
    const view = await approved({ genome: assembly('invalid1') });
    const batch = await batches.send(await batches.create(view));
    expect(await batches.settled(batch.id)).toMatchObject({
      status: 'partial',
      counts: { accepted: 2, failed: 1 },
    });
    const [item] = await batches.items(batch.id, 'type=analysis&limit=5');
    expect(item?.message).toContain('Sequence length must be at least 20');
    const findings = await curator.findings(view.id);
    expect(findings.filter(({ rule }) => rule === 'ena.refused')).toMatchObject([
      { alias: 'genome' },
      { alias: 'genome' },
    ]);
  });

  it('of a name that another depositor chose, too, is another one', async () => {
    const named: (string | undefined)[] = [];
    for (const view of [
      await approved({ genome: assembly('taken1') }),
      await approved({ genome: assembly('taken1') }),
    ]) {
      const batch = await batches.send(await batches.create(view));
      expect(await batches.settled(batch.id)).toMatchObject({ status: 'accepted', counts: { accepted: 3 } });
      const [item] = await batches.items(batch.id, 'type=analysis&limit=5');
      named.push(item?.external[0]?.identifier);
    }
    expect(new Set(named).size).toBe(2);
  });

  it.each([
    ['killed1', 2, /named killed1_\S+ already, as ERZ99/],
    ['away1', 3, /3 times without a receipt.*/],
  ])('is not lost with a program that ends without a word (%s)', async (name, runs, message) => {
    const batch = await batches.send(await batches.create(await approved({ genome: assembly(name) })));
    expect(await batches.settled(batch.id)).toMatchObject({
      status: 'attention',
      counts: { attention: 1, accepted: 2 },
    });
    expect(callsOf(name)).toHaveLength(runs);
    const [item] = await batches.items(batch.id, 'type=analysis&limit=5');
    expect(item?.message).toMatch(message);
  });

  it('says which field Webin-CLI would not take, and which file is missing', async () => {
    const { COVERAGE: _coverage, ...properties } = assembly('short').properties;
    const view = await approved({
      short: { ...assembly('short'), properties },
      lost: { ...assembly('lost'), files: [{ name: 'lost.fasta.gz', type: 'fasta', md5: null }] },
    });
    const batch = await batches.send(await batches.create(view));
    expect(await batches.settled(batch.id)).toMatchObject({ counts: { accepted: 2, failed: 2 } });
    const messages = (await batches.items(batch.id, 'type=analysis&limit=5')).map(({ message }) => message);
    expect(messages[0]).toMatch(/COVERAGE: is missing/);
    expect(messages[1]).toMatch(/“lost.fasta.gz” was not uploaded/);
    expect([...callsOf('short'), ...callsOf('lost')]).toEqual([]);
  });
});
