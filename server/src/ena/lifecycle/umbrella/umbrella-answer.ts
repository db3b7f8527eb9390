import type { Tx } from '../../../platform/database/tx.ts';
import type { Judgement } from '../../webin/judgement.ts';

type Reader = { query<Row>(sql: string, parameters: unknown[]): Promise<Row[]> };

/** The accession under which ENA says that it has the umbrella already; null when it says something else. */
export function existingUmbrella({ outcome, objects: [umbrella, ...others] }: Judgement): string | null {
  return outcome === 'refused' && others.length === 0 ? (umbrella?.existingAccession ?? null) : null;
}

/** ENA refuses an umbrella that an earlier sending of ours has registered: that is the answer to the first one. */
export function asRegistered(judged: Judgement): Judgement {
  const accession = existingUmbrella(judged);
  return accession === null
    ? judged
    : {
        ...judged,
        outcome: 'accepted',
        objects: judged.objects.map((umbrella) => ({ ...umbrella, accession })),
      };
}

/**
 * Whether what ENA has under the umbrella's alias can only be what was sent before: an earlier sending of it is on record
 * whose end nobody heard, and no other umbrella has the accession. Else it may be anybody's: an alias is only a name.
 *
 * A sending of which an answer came was refused, or is counted by its poll; without an answer of its own it was killed.
 */
export async function wasSentBefore(
  reader: Reader,
  { id, umbrellaId }: { id: string; umbrellaId: string },
  existing: string,
): Promise<boolean> {
  const [row] = await reader.query<{ wasSent: boolean }>(
    `SELECT NOT EXISTS (SELECT 1 FROM ena_umbrellas o WHERE o.environment = u.environment AND o.ena_accession = $3 AND o.id <> u.id)
        AND (EXISTS (SELECT 1 FROM ena_requests r WHERE r.umbrella_id = u.id AND r.id <> q.id AND r.sent_at IS NOT NULL
                        AND r.status <> 'refused' AND u.environment <> 'test')
          OR q.sent_count > n.submits OR n.unheard > 0) AS "wasSent"
       FROM ena_umbrellas u JOIN ena_requests q ON q.id = $1
       CROSS JOIN LATERAL (
         SELECT count(*) FILTER (WHERE asked = 'submit') AS submits,
                count(*) FILTER (WHERE asked = 'submit' AND meaning <> 'refused' AND coalesce(http_status, 0) NOT BETWEEN 400 AND 499)
                  - count(*) FILTER (WHERE asked = 'poll' AND meaning = 'refused') AS unheard
           FROM ena_request_answers WHERE request_id = q.id) n
      WHERE u.id = $2`,
    [id, umbrellaId, existing],
  );
  return row?.wasSent ?? false;
}

/**
 * Notes what ENA made of an umbrella project. Where it had it already from an earlier request, nobody knows with what
 * content: then it counts as changed, and can be sent again to be replaced.
 *
 * @param request locked, with its umbrella
 */
export async function noteUmbrella(
  tx: Tx,
  request: { id: string; umbrellaId: string; revision: number | null },
  judged: Judgement,
  now: Date,
): Promise<void> {
  const [umbrella] = judged.objects;
  const accession = umbrella?.accession;
  if (judged.outcome !== 'accepted' || !accession) return;
  await tx.query(
    `UPDATE ena_umbrellas u SET ena_accession = $2, registered_at = coalesce(registered_at, $3), updated_at = $3, version = version + 1,
            sent_version = CASE WHEN $4 AND EXISTS (SELECT 1 FROM ena_requests r WHERE r.umbrella_id = u.id AND r.id <> $5 AND r.sent_at IS NOT NULL)
                           THEN NULL ELSE $6::int END
      WHERE u.id = $1`,
    [request.umbrellaId, accession, now, umbrella.existingAccession !== null, request.id, request.revision],
  );
}
