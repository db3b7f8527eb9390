import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import type { eligibleReasons } from './batches.contract.ts';
import { isEligible, submissionReference } from './batches.queries.ts';

type Reasons = z.infer<typeof eligibleReasons>;
type Other = Reasons['others'][number];

const examplesEach = 5;

/** Why an approved submission can or cannot go into a batch. */
@Injectable()
export class EnaEligibility {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: DataSource,
  ) {}

  async reasons(): Promise<Reasons> {
    const rows: { reason: Other['reason'] | 'eligible'; count: number; examples: Other['examples'] }[] =
      await this.database.query(`${judged} ${grouped}`, [this.config.ENA_ENVIRONMENT]);
    const [row]: { count: number }[] = await this.database.query(
      `SELECT count(*)::int AS count FROM submissions s WHERE s.status IN ('changes_requested', 'submitted', 'in_review')
          AND EXISTS (SELECT 1 FROM accessions a WHERE a.submission_id = s.id)`,
    );
    return {
      eligible: rows.find(({ reason }) => reason === 'eligible')?.count ?? 0,
      others: rows.flatMap(({ reason, count, examples }) =>
        reason === 'eligible' ? [] : [{ reason, count, examples }],
      ),
      reopened: row?.count ?? 0,
    };
  }
}

// The latest batch with the submission says what became of it; only of one that is under way, or ended in part, are the
// records looked at.
const judged = `
  WITH approved AS (
    SELECT s.id, s.number, held."batchId", CASE
        WHEN ${isEligible('$1').join(' AND ')} THEN 'eligible'
        WHEN held.status = 'attention' THEN 'unclear'
        WHEN held.status IN ('waiting', 'sent') THEN 'in_batch'
        WHEN held.status = 'accepted' THEN 'sent'
        ELSE 'nothing_to_send' END AS reason
      FROM submissions s
      LEFT JOIN LATERAL (
        SELECT b.id AS "batchId", CASE
            WHEN b.status IN ('assembling', 'checking', 'checked', 'approved') THEN 'waiting'
            WHEN b.status = 'accepted' THEN 'accepted'
            ELSE (SELECT i.status FROM ena_batch_items i
                   WHERE i.batch_id = b.id AND i.submission_id = s.id AND i.status <> 'failed'
                   ORDER BY array_position(ARRAY['attention', 'sent', 'waiting', 'accepted'], i.status) LIMIT 1) END AS status
          FROM ena_batch_submissions bs JOIN ena_batches b ON b.id = bs.batch_id
         WHERE bs.submission_id = s.id AND b.environment = $1 AND b.status NOT IN ('cancelled', 'refused')
         ORDER BY b.created_at DESC LIMIT 1) held ON true
     WHERE s.status = 'approved')`;

const grouped = `
  SELECT reason, count(*)::int AS count, to_json((array_agg(json_build_object('id', id, 'reference', ${submissionReference.replaceAll('s.', '')},
         'batchId', "batchId") ORDER BY number DESC))[1:${examplesEach}]) AS examples
    FROM approved GROUP BY reason ORDER BY count(*) DESC, reason`;
