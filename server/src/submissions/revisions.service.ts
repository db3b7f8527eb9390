import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import canonicalize from 'canonicalize';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import type { Tx } from '../platform/database/tx.ts';
import { recordBatches } from './record-rows.ts';
import type { revisionView } from './submission.contract.ts';
import type { Submission } from './submission.entity.ts';

export type FrozenRevision = { number: number; recordCount: number; contentSha256: string };

/** What was submitted each time, kept as it was. The application's database role cannot change these rows. */
@Injectable()
export class Revisions {
  constructor(private readonly database: DataSource) {}

  /** Copies the submission's content into a new revision. */
  async freeze(tx: Tx, submission: Submission, userId: string, now: Date): Promise<FrozenRevision> {
    const number = submission.revision + 1;
    const { recordCount, contentSha256 } = await fingerprint(tx, submission);
    await tx.query(
      `INSERT INTO revisions (submission_id, number, title, description, checklist, checklist_version, hold_date, record_count, content_sha256, submitted_by, submitted_at)
       SELECT id, $2, title, description, checklist, checklist_version, hold_date, $3, $4, $5, $6 FROM submissions WHERE id = $1`,
      [submission.id, number, recordCount, contentSha256, userId, now],
    );
    await tx.query(
      `INSERT INTO revision_records (submission_id, revision, position, record_id, type, alias, title, description, taxon_id, scientific_name, attributes, row, details)
       SELECT submission_id, $2, position, id, type, alias, title, description, taxon_id, scientific_name, attributes, row, details FROM records WHERE submission_id = $1`,
      [submission.id, number],
    );
    return { number, recordCount, contentSha256 };
  }

  /** The revisions of a submission, newest first. */
  async list(submissionId: string): Promise<z.infer<typeof revisionView>[]> {
    return this.database.query(
      `SELECT r.number, r.title, r.record_count AS "recordCount", r.content_sha256 AS "contentSha256",
              json_build_object('id', u.id, 'name', u.name) AS "submittedBy", to_json(r.submitted_at) #>> '{}' AS "submittedAt"
         FROM revisions r JOIN users u ON u.id = r.submitted_by WHERE r.submission_id = $1 ORDER BY r.number DESC`,
      [submissionId],
    );
  }
}

/** SHA-256 over the canonical JSON (RFC 8785) of the project and of each record in order, one a line. */
async function fingerprint(
  tx: Tx,
  { title, description, checklist, holdDate, id }: Submission,
): Promise<{ recordCount: number; contentSha256: string }> {
  const hash = createHash('sha256').update(`${canonicalize({ title, description, checklist, holdDate })}\n`);
  let recordCount = 0;
  for await (const batch of recordBatches(tx, id)) {
    for (const { id: _id, row: _row, place: _place, details, ...content } of batch)
      hash.update(`${canonicalize(details === null ? content : { ...content, details })}\n`);
    recordCount += batch.length;
  }
  return { recordCount, contentSha256: hash.digest('hex') };
}
