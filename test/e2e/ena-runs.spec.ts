// Reads on their way to ENA: the table, the files through the store, the transfer to the upload area, the runs.
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import type { EnaUploadView } from '../../server/src/ena/uploads/upload.contract.ts';
import type { BatchView } from '../../server/src/ena/batches/batches.contract.ts';
import type { SubmissionView } from '../../server/src/submissions/submission.contract.ts';
import { BatchDesk } from '../factories/batches.ts';
import { md5Of, Sender, someReads } from '../factories/files.ts';
import { reads, readsSheet } from '../factories/reads.ts';
import { useSandbox } from '../factories/sandbox.ts';
import { samples, sheet } from '../factories/sheets.ts';
import { approve, Desk, okay } from '../factories/submissions.ts';
import { useApp } from '../setup/app.ts';

const sandbox = useSandbox();
const app = useApp({ worker: true, env: () => sandbox.start() });
let depositor: Desk;
let curator: Desk;
let batches: BatchDesk;
let sender: Sender;

beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = new Desk(app, await app.person('depositor'));
  curator = new Desk(app, await app.person('curator'));
  batches = new BatchDesk(app, curator.as);
  sender = new Sender(app, depositor.as);
});

type Content = Record<string, string>;

/** An approved deposit of so many samples, each with a pair of files that were uploaded and verified. */
async function approvedReads(names: readonly string[]): Promise<{ view: SubmissionView; files: Content }> {
  const draft = await depositor.upload(await depositor.create(), sheet({ samples: samples(names.length) }));
  const files: Content = {};
  const rows = names.map((name, at) => {
    const [one, two] = [someReads(), someReads()];
    files[`${name}_R1.fastq.gz`] = one;
    files[`${name}_R2.fastq.gz`] = two;
    const md5s = { forward_file_md5: md5Of(one), reverse_file_md5: md5Of(two) };
    return reads(name, `S-${String(at + 1).padStart(5, '0')}`, md5s);
  });
  await depositor.upload(await depositor.get(draft.id), readsSheet(rows));
  for (const [name, content] of Object.entries(files)) await sender.verified(draft.id, name, content);
  const view = await approve(depositor, curator, await depositor.get(draft.id));
  return { view, files };
}

async function uploadsOf({ id }: BatchView): Promise<EnaUploadView[]> {
  return okay(await app.request('GET', `ena/batches/${id}/uploads`, { as: curator.as })).items;
}

describe('a deposit with reads', () => {
  it('goes to ENA with its files, sample by sample, and gets an accession for each record', async () => {
    const { view, files } = await approvedReads(['one', 'two']);
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
});
