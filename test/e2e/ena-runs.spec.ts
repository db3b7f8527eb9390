// Reads on their way to ENA: the table, the files through the store, the transfer to the upload area, the runs.
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import type { EnaUploadView } from '../../server/src/ena/uploads/upload.contract.ts';
import type { BatchView } from '../../server/src/ena/batches/batches.contract.ts';
import { BatchDesk } from '../factories/batches.ts';
import { ReadsDesk } from '../factories/ena-reads.ts';
import { md5Of, someReads } from '../factories/files.ts';
import { useSandbox } from '../factories/sandbox.ts';
import { okay } from '../factories/submissions.ts';
import { useApp } from '../setup/app.ts';

const sandbox = useSandbox();
const app = useApp({ worker: true, env: () => sandbox.start() });
let batches: BatchDesk;
let desk: ReadsDesk;

beforeAll(async () => {
  await seedChecklists(app.api);
  const curator = await app.person('curator');
  batches = new BatchDesk(app, curator);
  desk = new ReadsDesk(app, await app.person('depositor'), curator);
});

async function uploadsOf({ id }: BatchView): Promise<EnaUploadView[]> {
  return okay(await app.request('GET', `ena/batches/${id}/uploads`, { as: batches.as })).items;
}

describe('a deposit with reads', () => {
  it('goes to ENA with its files, sample by sample, and gets an accession for each record', async () => {
    const { view, files } = await desk.approved(['one', 'two']);
    const batch = await batches.send(await batches.create(view));
    expect(batch).toMatchObject({ itemCount: 7 });
    expect(await batches.settled(batch.id)).toMatchObject({ status: 'accepted', counts: { accepted: 7 } });

    const items = await batches.items(batch.id);
    expect(items.map(({ type }) => type).join(' ')).toBe(
      'project sample sample experiment experiment run run',
    );
    const objects = await sandbox.objects();
    for (const { type, enaAlias, external } of items) {
      const [object, ...others] = objects.filter(({ alias }) => alias === enaAlias);
      expect(others).toEqual([]);
      expect(object?.type).toBe(type);
      expect(external.map(({ identifier }) => identifier)).toContain(object?.accession);
    }

    const uploads = await uploadsOf(batch);
    expect(uploads).toHaveLength(4);
    for (const { path, md5, status, size, bytesSent } of uploads) {
      const name = path.split('/').at(-1) ?? '';
      const content = files[name] ?? '';
      expect({ path, md5, status, size, bytesSent }).toEqual({
        path: `${view.reference}/${md5Of(content).slice(0, 12)}/${name}`,
        md5: md5Of(content),
        status: 'sent',
        size: content.length,
        bytesSent: content.length,
      });
    }
    const [first, second, ...others] = await batches.attempts(batch.id);
    expect(others).toEqual([]);
    expect(await batches.document(first!, 'payload')).not.toContain('<EXPERIMENT');
    const payload = await batches.document(second!, 'payload');
    expect(payload).not.toContain('<SAMPLE_SET');
    for (const { path, md5 } of uploads)
      expect(payload).toContain(
        `filename="${path}" filetype="fastq" checksum_method="MD5" checksum="${md5}"`,
      );
  });

  it('goes with its analyses, after the runs that they are made of', async () => {
    const [vcf, index, trimmed] = ['##fileformat=VCFv4.3\n', 'tabix', someReads()];
    const table = [
      'analysis_type\talias\ttitle\tsample\trun\tassembly\texperiment_type\tfile_name\tfile_md5\tfile_2_name',
      `SEQUENCE_VARIATION\tcalls\tVariants\tS-00001\trun-chain_R1.fastq.gz\tGCA_000001405.29 GRCh38.p14\tWhole transcriptome sequencing\tcalls.vcf.gz\t${md5Of(vcf)}\tcalls.vcf.gz.tbi`,
      'PROCESSED_READS\ttrimmed\tTrimmed reads\tS-00001\trun-chain_R1.fastq.gz\t\t\ttrimmed.fastq.gz\t\t',
    ];
    const view = await desk.withAnalyses('chain', Buffer.from(table.join('\n')), {
      'calls.vcf.gz': vcf,
      'calls.vcf.gz.tbi': index,
      'trimmed.fastq.gz': trimmed,
    });
    expect(view.recordCounts).toEqual({ sample: 1, experiment: 1, run: 1, analysis: 2 });
    const batch = await batches.send(await batches.create(view));
    expect(await batches.settled(batch.id)).toMatchObject({ status: 'accepted', counts: { accepted: 6 } });
    const items = await batches.items(batch.id);
    expect(items.map(({ type }) => type).join(' ')).toBe('project sample experiment run analysis analysis');
    const objects = await sandbox.objects();
    const [run, ...analyses] = items.slice(3);
    for (const { enaAlias, external } of analyses) {
      const there = objects.filter(({ alias }) => alias === enaAlias);
      expect(there).toEqual([
        expect.objectContaining({ type: 'analysis', accession: expect.stringMatching(/^ERZ/) }),
      ]);
      expect(external.map(({ identifier }) => identifier)).toContain(there[0]?.accession);
    }
    const attempts = await batches.attempts(batch.id);
    expect(attempts).toHaveLength(3);
    const payload = await batches.document(attempts.at(-1)!, 'payload');
    expect(payload).toContain(`<RUN_REF refname="${run?.enaAlias}"`);
    expect(payload).toContain('<STANDARD accession="GCA_000001405.29" refname="GRCh38.p14"/>');
    expect(payload).toContain('<EXPERIMENT_TYPE>Whole transcriptome sequencing</EXPERIMENT_TYPE>');
    expect(payload).toContain('filetype="tabix"');
    expect(payload).toContain('<PROCESSED_READS/>');
    const exported = await app.request('GET', `submissions/${view.id}/records.tsv?type=analysis`, {
      as: batches.as,
    });
    expect(exported.text).toContain(analyses[0]?.external[0]?.identifier);
  });

  it('is tried at ENA before, without its files', async () => {
    const { view } = await desk.approved(['tried']);
    const batch = await batches.create(view);
    const ask = { as: batches.as, ifMatch: batch.version, body: {} };
    okay(await app.request('POST', `ena/batches/${batch.id}/validate`, ask));
    const checked = await batches.until(batch.id, ({ status }) => status === 'checked');
    const page = await app.request('GET', `ena/batches/${batch.id}/submissions`, { as: batches.as });
    expect(okay(page).items).toMatchObject([
      { checkStatus: 'passed', checkMessage: expect.stringContaining('without the files') },
    ]);
    expect(checked.checks).toEqual({ unchecked: 0, passed: 1, failed: 0 });
    expect(await uploadsOf(batch)).toEqual([]);
    expect((await sandbox.objects()).filter(({ alias }) => alias === view.accession)).toEqual([]);
  });

  it('has a transfer go on where it broke', async () => {
    const { view } = await desk.approved(['broken'], () => someReads().repeat(40_000));
    const breaks = { kind: 'disconnect_after', on: 'upload' };
    await sandbox.fail(breaks, breaks, breaks);
    const batch = await batches.send(await batches.create(view));
    expect(await batches.settled(batch.id)).toMatchObject({ status: 'accepted', counts: { accepted: 4 } });
    const uploads = await uploadsOf(batch);
    expect(uploads.map(({ status, message }) => ({ status, message }))).toEqual([
      { status: 'sent', message: null },
      { status: 'sent', message: null },
    ]);
    expect(await batches.attempts(batch.id)).toHaveLength(2);
  });

  it('says that the account is not let in, and goes there when it is', async () => {
    const { view } = await desk.approved(['outside']);
    await sandbox.fail({ kind: 'unauthorized', on: 'upload', count: 100 });
    const batch = await batches.send(await batches.create(view));
    const stopped = await batches.settled(batch.id);
    // The experiment waits for its run.
    expect(stopped).toMatchObject({ status: 'partial', counts: { accepted: 2, failed: 2 } });
    const items = await batches.items(batch.id, 'type=run&limit=10');
    expect(items.map(({ type, message }) => `${type}: ${message}`).join('\n')).toMatch(
      /run: Not sent: its file .* ENA_USERNAME and ENA_PASSWORD.* Send it again/,
    );
    await sandbox.heal();
    await batches.retry(stopped);
    expect(await batches.settled(batch.id)).toMatchObject({ status: 'accepted', counts: { accepted: 4 } });
  });
});
