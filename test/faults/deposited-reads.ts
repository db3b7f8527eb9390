import type { SubmissionView } from '../../server/src/submissions/submission.contract.ts';
import { Verification } from '../../server/src/files/verification.service.ts';
import { md5Of, Sender, someReads } from '../factories/files.ts';
import { reads, readsSheet } from '../factories/reads.ts';
import type { Desk } from '../factories/submissions.ts';
import { taskRun } from '../factories/task-run.ts';
import type { TestApp } from '../setup/app.ts';

/** Gives the first samples of a draft an experiment each, with a run of two files that were uploaded and verified. */
export async function depositReads(
  app: TestApp,
  depositor: Desk,
  { id }: SubmissionView,
  count: number,
): Promise<void> {
  const contents = new Map<string, string>();
  const rows = Array.from({ length: count }, (_, at) => {
    const name = `L-${at + 1}`;
    const md5s = [1, 2].map((part) => {
      const content = someReads().repeat(500);
      contents.set(`${name}_R${part}.fastq.gz`, content);
      return md5Of(content);
    });
    const [forward_file_md5 = '', reverse_file_md5 = ''] = md5s;
    return reads(name, `S-${at + 1}`, { forward_file_md5, reverse_file_md5 });
  });
  await depositor.upload(await depositor.get(id), readsSheet(rows));
  const sender = new Sender(app, depositor.as);
  for (const [name, content] of contents) {
    const upload = await sender.send(id, name, content);
    await app.get(Verification).verify(upload.id, taskRun().run);
  }
}
