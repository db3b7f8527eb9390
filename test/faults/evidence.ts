import type { DataSource } from 'typeorm';
import type { SandboxObject } from '../factories/sandbox.ts';
import type { Uploaded } from './uploaded.ts';

export type ItemEvidence = {
  id: string;
  submissionId: string;
  type: string;
  enaAlias: string;
  status: 'waiting' | 'sent' | 'accepted' | 'failed' | 'attention';
  message: string | null;
  attemptId: string | null;
  /** What ENA called the record, as we noted it. */
  external: string[];
};

export type AnswerEvidence = { id: string; asked: string; meaning: string };

export type AttemptEvidence = {
  id: string;
  submissionId: string;
  status: 'intended' | 'queued' | 'accepted' | 'refused' | 'attention';
  payloadSha256: string;
  /** Since a person pressed retry last. */
  sentCount: number;
  messages: string[];
  decidedBy: string | null;
  answers: AnswerEvidence[];
};

/** A file on its way to the upload area. */
export type FileEvidence = {
  id: string;
  submissionId: string;
  path: string;
  status: 'waiting' | 'sending' | 'sent' | 'failed';
  md5: string;
  /** How often the log says that it was sent. */
  logged: number;
};

export type AuditEvidence = { action: string; targetId: string; count: number };

/** Everything that is known of a batch here and at ENA once nobody works on it any more. */
export type Evidence = {
  batch: { id: string; status: string; submissionIds: string[] };
  items: ItemEvidence[];
  attempts: AttemptEvidence[];
  files: FileEvidence[];
  audit: AuditEvidence[];
  tasks: { name: string; state: string; error: string | null }[];
  objects: (SandboxObject & { registered: number })[];
  /** What reached the queue of ENA, by hash: requests that it turned away are not among them. */
  arrived: { sha256: string }[];
  /** What lies in the upload area. */
  uploaded: Uploaded;
  /** A person had it looked into once more: what was sent before is then counted as one sending. */
  isRetried: boolean;
};

type AtEna = Pick<Evidence, 'objects' | 'arrived' | 'uploaded' | 'isRetried'>;

export async function collectEvidence(
  database: DataSource,
  batchId: string,
  atEna: AtEna,
): Promise<Evidence> {
  const [batch] = await database.query(
    `SELECT id, status, ARRAY(SELECT submission_id FROM ena_batch_submissions WHERE batch_id = b.id) AS "submissionIds"
       FROM ena_batches b WHERE id = $1`,
    [batchId],
  );
  const items = await database.query(
    `SELECT i.id, i.submission_id AS "submissionId", i.type, i.ena_alias AS "enaAlias", i.status, i.message, i.attempt_id AS "attemptId",
            ARRAY(SELECT x.identifier FROM external_identifiers x WHERE x.accession = i.accession AND x.authority IN ('ENA', 'BioSamples') ORDER BY x.authority DESC) AS external
       FROM ena_batch_items i WHERE i.batch_id = $1 ORDER BY i.position`,
    [batchId],
  );
  const attempts = await database.query(
    `SELECT t.id, t.submission_id AS "submissionId", t.status, t.payload_sha256 AS "payloadSha256", t.sent_count - t.sent_before AS "sentCount",
            t.messages, t.answer_id AS "decidedBy",
            (SELECT coalesce(json_agg(json_build_object('id', n.id, 'asked', n.asked, 'meaning', n.meaning) ORDER BY n.asked_at, n.id), '[]')
               FROM ena_answers n WHERE n.attempt_id = t.id) AS answers
       FROM ena_attempts t WHERE t.batch_id = $1 ORDER BY t.created_at, t.id`,
    [batchId],
  );
  const files = await database.query(
    `SELECT u.id, u.submission_id AS "submissionId", u.path, u.status, u.md5,
            (SELECT count(*)::int FROM audit_events e WHERE e.action = 'ena_upload.send' AND e.target_id = u.id::text) AS logged
       FROM ena_uploads u WHERE u.submission_id = ANY($1) ORDER BY u.path`,
    [batch.submissionIds],
  );
  const audit = await database.query(
    `SELECT action, target_id AS "targetId", count(*)::int FROM audit_events
      WHERE root_id = $1::text OR (action = 'submission.register_at_ena' AND root_id = ANY($2)) GROUP BY 1, 2`,
    [batchId, batch.submissionIds],
  );
  const tasks = await database.query(
    `SELECT name, state, last_error AS error FROM tasks WHERE payload ->> 'batchId' = $1`,
    [batchId],
  );
  return { batch, items, attempts, files, audit, tasks, ...atEna };
}
