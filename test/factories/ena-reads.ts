import type { SubmissionView } from '../../server/src/submissions/submission.contract.ts';
import type { Person, TestApp } from '../setup/app.ts';
import { md5Of, Sender, someReads } from './files.ts';
import { reads, readsSheet } from './reads.ts';
import { samples, sheet } from './sheets.ts';
import { approve, Desk } from './submissions.ts';

export type ReadsDeposit = {
  view: SubmissionView;
  /** What was uploaded, by name. */
  files: Readonly<Record<string, string>>;
};

/** Deposits with reads, from the sheet to the approval. */
export class ReadsDesk {
  private readonly depositor: Desk;
  private readonly curator: Desk;
  private readonly sender: Sender;

  constructor(app: TestApp, depositor: Person, curator: Person) {
    this.depositor = new Desk(app, depositor);
    this.curator = new Desk(app, curator);
    this.sender = new Sender(app, depositor);
  }

  /** One sample for each name, with a pair of files that were uploaded and verified. @param content of each file */
  async approved(names: readonly string[], content = someReads): Promise<ReadsDeposit> {
    const table = sheet({ samples: samples(names.length) });
    const draft = await this.depositor.upload(await this.depositor.create(), table);
    const files: Record<string, string> = {};
    const rows = names.map((name, at) => {
      const [one, two] = [content(), content()];
      files[`${name}_R1.fastq.gz`] = one;
      files[`${name}_R2.fastq.gz`] = two;
      const md5s = { forward_file_md5: md5Of(one), reverse_file_md5: md5Of(two) };
      return reads(name, `S-${String(at + 1).padStart(5, '0')}`, md5s);
    });
    await this.depositor.upload(await this.depositor.get(draft.id), readsSheet(rows));
    for (const [name, bytes] of Object.entries(files)) await this.sender.verified(draft.id, name, bytes);
    return { view: await approve(this.depositor, this.curator, await this.depositor.get(draft.id)), files };
  }

  /** One sample with a pair of files of reads, and analyses of them. @param table of analyses, with what its files hold */
  async withAnalyses(
    name: string,
    table: Buffer,
    files: Readonly<Record<string, string>>,
  ): Promise<SubmissionView> {
    const { id } = await this.depositor.upload(await this.depositor.create(), sheet({ samples: samples(1) }));
    await this.depositor.upload(
      await this.depositor.get(id),
      readsSheet([reads(name, 'S-00001', { forward_file_md5: '', reverse_file_md5: '' })]),
    );
    await this.depositor.upload(await this.depositor.get(id), table);
    const own = { [`${name}_R1.fastq.gz`]: someReads(), [`${name}_R2.fastq.gz`]: someReads(), ...files };
    for (const [file, bytes] of Object.entries(own)) await this.sender.verified(id, file, bytes);
    return approve(this.depositor, this.curator, await this.depositor.get(id));
  }
}
