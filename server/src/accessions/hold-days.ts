import type { Tx } from '../platform/database/tx.ts';

/**
 * Whose day holds a private record back, as long as no other archive has it:
 *
 * - A record has the day of the revision that was approved last.
 * - A day that a curator chose stands in its place, also after later approvals: a depositor who hands in another
 *   revision with the day it had all along says nothing about the curator's.
 * - A revision that says another day than the one approved before takes it back, unless the curator chose knowing
 *   that revision: after it was handed in.
 * - A choice whose day has passed is none any more: what comes back into a revision is not public at once by it.
 *
 * What another archive has keeps its day: it is changed by asking that archive for another one.
 */
export async function holdUntilTheirDay(
  tx: Tx,
  accessions: readonly string[],
  revision: { holdDate: string | null; submittedAt: Date; today: string },
): Promise<void> {
  await tx.query(
    `UPDATE accessions a
        SET revision_hold_date = $2, hold_date = CASE WHEN c.stands THEN a.chosen_hold_date ELSE $2 END,
            chosen_hold_date = CASE WHEN c.stands THEN a.chosen_hold_date END,
            hold_chosen_at = CASE WHEN c.stands THEN a.hold_chosen_at END
       FROM (SELECT accession, coalesce(chosen_hold_date > $4::date
                AND (revision_hold_date IS NOT DISTINCT FROM $2::date OR hold_chosen_at >= $3), false) AS stands
               FROM accessions WHERE accession = ANY($1) AND status = 'private') c
      WHERE a.accession = c.accession AND NOT ${isElsewhere('a')}`,
    [accessions, revision.holdDate, revision.submittedAt, revision.today],
  );
}

/** What a curator chose for the private project of submission $1, where that is later than day $3 and than day $6, today. */
export const longerChoice = `SELECT chosen_hold_date, hold_chosen_at FROM accessions
  WHERE submission_id = $1 AND kind = 'project' AND status = 'private' AND chosen_hold_date = hold_date
    AND chosen_hold_date > greatest($3::date, $6::date)`;

/** Writes down that a curator chose this day, also where it is the one they have: then it is a choice from now on. */
export async function chooseDay(
  tx: Tx,
  accessions: readonly string[],
  holdDate: string,
  now: Date,
): Promise<void> {
  await tx.query(
    `UPDATE accessions SET chosen_hold_date = $2, hold_chosen_at = $3 WHERE accession IN (
       SELECT accession FROM accessions WHERE accession = ANY($1) AND status = 'private' ORDER BY accession FOR UPDATE)`,
    [accessions, holdDate, now],
  );
}

/** Another archive has the accession `a`: not only ENA's test service, which makes nothing public and forgets it. */
export const isElsewhere = (a: string) => `EXISTS (
  SELECT 1 FROM external_identifiers x WHERE x.accession = ${a}.accession AND x.authority = 'ENA' AND x.environment <> 'test' AND (x.expires_at IS NULL OR x.expires_at > now()))`;
