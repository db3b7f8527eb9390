import type { AccessionKind, ReasonCategory } from '../../accessions/accession.contract.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { storedAlias } from '../sending/stored-alias.ts';
import type { RequestKind, RequestStatus } from './request.contract.ts';
import type { Reader } from './family.queries.ts';
import { sendRequest } from './request.task.ts';

/** An umbrella project belongs to no record here, and has requests of its own kind. */
export type SentKind = RequestKind | 'umbrella';

/** One request, as its row holds it. */
export type RequestRow = {
  id: string;
  number: string;
  kind: SentKind;
  status: RequestStatus;
  environment: 'sandbox' | 'test' | 'production';
  account: string | null;
  /** Null for an umbrella project. */
  submissionId: string | null;
  umbrellaId: string | null;
  accession: string | null;
  revision: number | null;
  holdDate: string | null;
  category: ReasonCategory | null;
  supersededBy: string | null;
  reason: string;
  /** Id of the person who asked for it. */
  createdBy: string;
  payloadSha256: string | null;
  enaSubmissionId: string | null;
  /** When the document was sent last: from then on ENA may have it, whatever we heard. */
  sentAt: Date | null;
  /** Seconds since then by the database's clock; 0 before. */
  secondsSinceSent: number;
  sentCount: number;
  /** The request that was too large for one document of ENA's, of which this is a part. */
  partOf: string | null;
  version: number;
};

/** A record that a request covers. */
export type CoveredRow = {
  accession: string;
  type: AccessionKind;
  role: 'target' | 'follower';
  enaAccession: string | null;
};

export const requestReference = (number: string): string => `REQ-${number.padStart(6, '0')}`;

/** The same in SQL. */
export const requestReferenceSql = (q: string): string => `'REQ-' || lpad(${q}.number::text, 6, '0')`;

const columns = `id, number, kind, status, environment, account, submission_id AS "submissionId", umbrella_id AS "umbrellaId", accession, revision,
  hold_date::text AS "holdDate", category, superseded_by AS "supersededBy", reason, created_by::text AS "createdBy", payload_sha256 AS "payloadSha256",
  ena_submission_id AS "enaSubmissionId", sent_at AS "sentAt",
  coalesce(extract(epoch FROM clock_timestamp() - sent_at), 0)::float8 AS "secondsSinceSent", sent_count AS "sentCount", part_of AS "partOf", version`;

export async function requestOf(reader: Reader, id: string): Promise<RequestRow | undefined> {
  const [row] = await reader.query<RequestRow>(`SELECT ${columns} FROM ena_requests WHERE id = $1`, [id]);
  return row;
}

/** The submissions that a request touches, or its umbrella, are locked before it, as everywhere. */
export async function lockRequest(tx: Tx, id: string): Promise<RequestRow | undefined> {
  await tx.query(
    `SELECT id FROM ena_umbrellas WHERE id = (SELECT umbrella_id FROM ena_requests WHERE id = $1) FOR UPDATE`,
    [id],
  );
  await tx.query(
    `SELECT id FROM submissions WHERE id IN (
       SELECT submission_id FROM ena_requests WHERE id = $1
       UNION SELECT a.submission_id FROM ena_request_objects o JOIN accessions a USING (accession) WHERE o.request_id = $1)
      ORDER BY id FOR NO KEY UPDATE`,
    [id],
  );
  const [row] = await tx.query<RequestRow>(`SELECT ${columns} FROM ena_requests WHERE id = $1 FOR UPDATE`, [
    id,
  ]);
  return row;
}

/** Whether a worker has the request in hand, or is to take it. */
export async function isUnderWay(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.query(
    `SELECT 1 FROM tasks WHERE name = $1 AND payload ->> 'requestId' = $2 AND state IN ('ready', 'running') LIMIT 1`,
    [sendRequest.name, id],
  );
  return rows.length > 0;
}

/** A record that a request covers, with the depositor's name of it and the alias by which ENA has it. */
export type CoveredRecord = CoveredRow & { alias: string; enaAlias: string };

/** What a request covers, in its order. */
export function coveredBy(reader: Reader, id: string): Promise<CoveredRecord[]> {
  return reader.query<CoveredRecord>(
    `SELECT o.accession, o.type, o.role, o.ena_accession AS "enaAccession", a.alias,
            ${storedAlias('o.accession', 'o.environment')} AS "enaAlias"
       FROM ena_request_objects o JOIN accessions a USING (accession) WHERE o.request_id = $1 ORDER BY o.position, o.accession`,
    [id],
  );
}

/** Writes what a request covers. */
export async function cover(
  tx: Tx,
  requestId: string,
  environment: string,
  covered: readonly CoveredRow[],
): Promise<void> {
  await tx.query(
    `INSERT INTO ena_request_objects (request_id, accession, position, role, type, environment, ena_accession)
     SELECT $1, o.accession, row_number() OVER () - 1, o.role, o.type, $2, o."enaAccession"
       FROM jsonb_to_recordset($3::jsonb) AS o (accession text, role text, type text, "enaAccession" text)`,
    [requestId, environment, JSON.stringify(covered)],
  );
}

/**
 * Changes the state of a request.
 *
 * @param set columns to change with it; names are ours
 */
export async function moveRequest(
  tx: Tx,
  id: string,
  status: RequestStatus,
  set: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const others = Object.keys(set).map((name, at) => `, ${name} = $${at + 3}`);
  await tx.query(
    `UPDATE ena_requests SET status = $2, version = version + 1${others.join('')} WHERE id = $1`,
    [id, status, ...Object.values(set)],
  );
}

/** Writes down what ENA said of each record. */
export async function noteOnCovered(
  tx: Tx,
  id: string,
  said: readonly { accession: string; message: string | null }[],
): Promise<void> {
  await tx.query(
    `UPDATE ena_request_objects o SET message = g.message
       FROM jsonb_to_recordset($2::jsonb) AS g (accession text, message text) WHERE o.request_id = $1 AND o.accession = g.accession`,
    [id, JSON.stringify(said)],
  );
}

/** Whatever the request was about is free for another one. */
export async function closeCovered(tx: Tx, id: string): Promise<void> {
  await tx.query('UPDATE ena_request_objects SET is_open = false WHERE request_id = $1', [id]);
}
