type Reader = { query<Row>(sql: string, parameters: unknown[]): Promise<Row[]> };

/**
 * The day until which a request holds what it registers. ENA takes one day for a whole request, so it is the latest of
 * its records': none becomes public before its day here, and what is due earlier comes out with the others. What is added to
 * a project that is private still is held as long as that.
 *
 * A record's day is what its accession says: a curator may have held or released it before ENA had it. A later day of
 * the revision counts unless a curator has chosen the accession's own (`accessions/hold-days.ts`), and so does a day that
 * ENA is still to be asked for. What is public here asks for no day.
 *
 * @param accessions those in the request
 * @param today a request is always given a day; where no record has one that is to come, this one
 * @returns `YYYY-MM-DD`
 */
export async function holdUntil(
  database: Reader,
  revision: { submissionId: string; number: number },
  accessions: readonly string[],
  today: string,
): Promise<string> {
  const [row] = await database.query<{ holdDate: string | null }>(
    `SELECT max(greatest(a.hold_date, asked.pending, CASE WHEN a.chosen_hold_date = a.hold_date THEN NULL ELSE r.hold_date END))::text AS "holdDate"
       FROM accessions a
       JOIN revisions r ON r.submission_id = $1 AND r.number = $2
       LEFT JOIN LATERAL (
         SELECT max(q.hold_date) AS pending FROM ena_request_objects o JOIN ena_requests q ON q.id = o.request_id
          WHERE o.accession = a.accession AND o.is_open AND q.kind = 'hold') asked ON true
      WHERE a.accession = ANY($3) AND a.status <> 'public'
         OR a.submission_id = $1 AND a.kind = 'project' AND a.status = 'private'
            AND EXISTS (SELECT 1 FROM accessions b WHERE b.accession = ANY($3) AND b.status <> 'public')`,
    [revision.submissionId, revision.number, accessions],
  );
  const holdDate = row?.holdDate ?? today;
  return holdDate > today ? holdDate : today;
}
