import { v7 as uuidv7 } from 'uuid';
import type { Tx } from '../../platform/database/tx.ts';
import type { Problem, ProblemKind } from './followed.rule.ts';
import type { ObjectAt } from './object-rows.ts';

export type ProblemChange = { id: string; kind: ProblemKind; accession: string; message: string };
export type ProblemChanges = { raised: ProblemChange[]; settled: ProblemChange[] };

type Known = {
  id: string;
  objectId: string;
  kind: ProblemKind;
  status: string;
  message: string;
  raisedAt: Date;
};

/** What SeqDB writes where nobody had to do anything. */
export const settledByEna = "ENA's reports say that it is well.";

/** Brings the problems of objects after what was learnt: new ones are raised, those that are over are settled. */
export async function followProblems(
  tx: Tx,
  looked: readonly { object: ObjectAt; problems: readonly Problem[] }[],
  now: Date,
): Promise<ProblemChanges> {
  const known = await tx.query<Known>(
    `SELECT id, object_id AS "objectId", kind, status, message, raised_at AS "raisedAt" FROM ena_problems
      WHERE object_id = ANY($1) ORDER BY raised_at, id FOR NO KEY UPDATE`,
    [looked.map(({ object }) => object.id)],
  );
  const changes: ProblemChanges = { raised: [], settled: [] };
  for (const { object, problems } of looked) {
    const own = known.filter(({ objectId }) => objectId === object.id);
    for (const problem of problems) {
      if (own.some((one) => one.kind === problem.kind && stands(one, problem))) continue;
      changes.raised.push(await raise(tx, object, problem, now));
    }
    for (const { id, kind, status, message } of own)
      if (status !== 'resolved' && !isForPeople(kind, object) && !problems.some((one) => one.kind === kind))
        changes.settled.push({ id, kind, message, accession: object.accession });
  }
  await tx.query(
    `UPDATE ena_problems SET status = 'resolved', resolved_at = $2, resolution = $3, version = version + 1 WHERE id = ANY($1)`,
    [changes.settled.map(({ id }) => id), now, settledByEna],
  );
  return changes;
}

/** What was public too early stays so, whatever reports say later. */
const isForPeople = (kind: ProblemKind, { status }: ObjectAt): boolean =>
  kind === 'identifier' || (kind === 'hold' && status === 'PUBLIC');

/** It is open, or was settled after it had come up. */
const stands = ({ status, raisedAt }: Known, { since }: Problem): boolean =>
  status !== 'resolved' || raisedAt >= since;

export async function raise(
  tx: Tx,
  object: ObjectAt,
  { kind, message, since }: Problem,
  now: Date,
): Promise<ProblemChange> {
  const id = uuidv7({ msecs: now.getTime() });
  await tx.query(
    `INSERT INTO ena_problems (id, kind, object_id, submission_id, batch_id, environment, message, raised_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, greatest($8::timestamptz, $9::timestamptz))`,
    [
      id,
      kind,
      object.id,
      object.submissionId,
      object.batchId,
      object.environment,
      message.slice(0, 2_000),
      now,
      since,
    ],
  );
  return { id, kind, accession: object.accession, message };
}
