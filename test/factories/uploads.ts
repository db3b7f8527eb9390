import { DataSource } from 'typeorm';
import type { TestApp } from '../setup/app.ts';
import { md5Of, type Sender, someReads } from './files.ts';
import type { Desk } from './submissions.ts';

/**
 * Files that wait for their transfer, without tasks, so that a worker leaves them alone.
 *
 * @returns the rows' ids, and what the files hold by their paths in the upload area
 */
export async function waitingUploads(
  app: TestApp,
  depositor: Desk,
  sender: Sender,
  count: number,
): Promise<{ ids: string[]; contents: Map<string, string> }> {
  const submission = await depositor.draft(1);
  const contents = new Map<string, string>();
  const ids: string[] = [];
  for (let n = 0; n < count; n++) {
    const content = someReads().repeat(200);
    const file = await sender.verified(submission.id, `f${n}.fastq.gz`, content);
    const path = `${submission.reference}/${file.id}/f${n}.fastq.gz`;
    const [row] = await app.get(DataSource).query(
      `INSERT INTO ena_uploads (id, submission_id, file_id, environment, path, size, md5, created_at)
       VALUES (gen_random_uuid(), $1, $2, 'sandbox', $3, $4, $5, now()) RETURNING id`,
      [submission.id, file.id, path, content.length, md5Of(content)],
    );
    ids.push(row.id);
    contents.set(path, content);
  }
  return { ids, contents };
}
