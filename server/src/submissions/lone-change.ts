import type { Tx } from '../platform/database/tx.ts';
import type { RecordDetails, RunFile } from './record-details.contract.ts';
import { firstPosition } from './record-positions.ts';
import type { RecordRow } from './record-rows.ts';

type Changed = Pick<RecordRow, 'id' | 'alias' | 'details'>;

/**
 * Whether nothing of what changed in an experiment or a run is what others are judged by: its alias, an experiment's
 * layout, a run's experiment and the names of its files. Of an analysis nobody asks.
 */
export function isOwnMatter(before: Changed, after: Changed): boolean {
  const [was, is] = [before.details, after.details];
  if (before.alias !== after.alias || was === null || is === null) return false;
  if ('library' in was && 'library' in is) return was.library.layout === is.library.layout;
  if ('experiment' in was && 'experiment' in is)
    return isSame(was.experiment, is.experiment) && isSame(namesOf(was.files), namesOf(is.files));
  return false;
}

/**
 * Whether the verdicts of no other record hang on this one, and its own on none but the one it refers to: nobody shares its alias,
 * its files or their MD5s, as it was and as it is, and what it refers to by an alias is there once.
 */
export async function standsAlone(
  tx: Tx,
  submissionId: string,
  before: Changed,
  after: Changed,
): Promise<boolean> {
  const referred = [...new Set([before, after].flatMap(({ details }) => aliasReferredTo(details)))];
  const files = [before, after].flatMap(({ details }) => filesOf(details));
  const [found] = await tx.query<{ referred: number; others: boolean }>(
    `SELECT (SELECT count(*)::int FROM records WHERE submission_id = $1 AND type = $3 AND alias = ANY($4)) AS referred,
            EXISTS (SELECT 1 FROM records o WHERE o.submission_id = $1 AND o.id <> $2
                AND o.type = (SELECT type FROM records WHERE id = $2) AND o.alias = $5)
         OR EXISTS (SELECT 1 FROM records o CROSS JOIN LATERAL jsonb_array_elements(o.details -> 'files') f
              WHERE o.submission_id = $1 AND o.id <> $2 AND o.position >= $6 AND (f ->> 'name' = ANY($7) OR f ->> 'md5' = ANY($8))) AS others`,
    [
      submissionId,
      after.id,
      after.details && 'library' in after.details ? 'sample' : 'experiment',
      referred,
      after.alias,
      firstPosition.run,
      files.map(({ name }) => name),
      files.flatMap(({ md5 }) => (md5 ? [md5] : [])),
    ],
  );
  return found !== undefined && !found.others && found.referred === referred.length;
}

/** The sample of an experiment, the experiment of a run, where it is named by its alias. */
export function aliasReferredTo(details: RecordDetails | null): string[] {
  const ref =
    details && ('library' in details ? details.sample : 'experiment' in details ? details.experiment : null);
  return ref && 'alias' in ref ? [ref.alias] : [];
}

const filesOf = (details: RecordDetails | null): readonly RunFile[] =>
  details && 'experiment' in details ? details.files : [];

const namesOf = (files: readonly RunFile[]) => files.map(({ name }) => name);

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
