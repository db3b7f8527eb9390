import type { Tx } from '../../platform/database/tx.ts';
import type { Judgement } from '../webin/judgement.ts';

/** ENA refuses an umbrella that it has already, and names the accession: that is the answer to the first sending. */
export function asRegistered(judged: Judgement): Judgement {
  const [umbrella, ...others] = judged.objects;
  if (judged.outcome !== 'refused' || !umbrella?.existingAccession || others.length > 0) return judged;
  return {
    ...judged,
    outcome: 'accepted',
    objects: [{ ...umbrella, accession: umbrella.existingAccession }],
  };
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
