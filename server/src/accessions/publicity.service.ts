import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.ts';
import type { AuditValue } from '../audit/audit-event.ts';
import type { Actor } from '../platform/access/actor.ts';
import type { Tx } from '../platform/database/tx.ts';
import { Clock } from '../platform/time/clock.ts';
import type { AccessionStatus, ReasonCategory } from './accession.contract.ts';
import { statesBefore } from './accession.state.ts';
import { chooseDay } from './hold-days.ts';

/** What is to be noted of accessions; dates `YYYY-MM-DD`. */
export type PublicityChange =
  | { verb: 'hold'; holdDate: string }
  | { verb: 'release' }
  | { verb: 'suppress' | 'withdraw'; category: ReasonCategory };

type Changed = {
  accession: string;
  submissionId: string;
  ownerId: string;
  statusBefore: AccessionStatus;
  holdDateBefore: string | null;
};

const after: Record<PublicityChange['verb'], AccessionStatus> = {
  hold: 'private',
  release: 'public',
  suppress: 'suppressed',
  withdraw: 'withdrawn',
};

/** Notes on accessions what became of their records elsewhere: the one door for it beside the release by date. */
@Injectable()
export class AccessionPublicity {
  constructor(
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * One event for each submission concerned. What is in a state that does not lead there is left as it is, so the same
   * once more changes nothing.
   *
   * @returns the accessions that changed
   */
  async change(
    tx: Tx,
    actor: Actor,
    accessions: readonly string[],
    change: PublicityChange,
    context: { reason: string | null; facts?: Readonly<Record<string, AuditValue>> },
  ): Promise<string[]> {
    if (change.verb === 'hold') await chooseDay(tx, accessions, change.holdDate, this.clock.now());
    const rows = await this.update(tx, accessions, change);
    for (const [submissionId, ofOne] of bySubmission(rows))
      await this.log(tx, actor, submissionId, ofOne, change, context);
    return rows.map(({ accession }) => accession);
  }

  /** Until what was asked for is answered, these do not become public by their date here. */
  async pauseRelease(tx: Tx, accessions: readonly string[], isPaused: boolean): Promise<void> {
    await tx.query(
      `UPDATE accessions SET is_release_paused = $2 WHERE accession IN (
         SELECT accession FROM accessions WHERE accession = ANY($1) AND is_release_paused <> $2 ORDER BY accession FOR UPDATE)`,
      [accessions, isPaused],
    );
  }

  /** Says what takes the place of an accession. */
  async supersede(tx: Tx, accession: string, by: string): Promise<void> {
    await tx.query('UPDATE accessions SET superseded_by = $2 WHERE accession = $1', [accession, by]);
  }

  private update(tx: Tx, accessions: readonly string[], change: PublicityChange): Promise<Changed[]> {
    const to = after[change.verb];
    const from = change.verb === 'hold' ? ['private'] : statesBefore(to);
    const holdDate = change.verb === 'hold' ? change.holdDate : null;
    const category = 'category' in change ? change.category : null;
    return tx.query<Changed>(
      `UPDATE accessions a SET status = $2, hold_date = coalesce($4::date, a.hold_date), category = coalesce($5, a.category),
              status_at = CASE WHEN a.status = $2 THEN a.status_at ELSE $6::timestamptz END,
              public_at = CASE WHEN $2 = 'public' THEN coalesce(a.public_at, $6::timestamptz) ELSE a.public_at END
         FROM (SELECT accession, status, hold_date FROM accessions
                WHERE accession = ANY($1) AND status = ANY($3) AND (status <> $2 OR hold_date IS DISTINCT FROM $4::date)
                ORDER BY accession FOR UPDATE) b
        WHERE a.accession = b.accession
        RETURNING a.accession, a.submission_id AS "submissionId", a.owner_id AS "ownerId",
                  b.status AS "statusBefore", b.hold_date::text AS "holdDateBefore"`,
      [accessions, to, from, holdDate, category, this.clock.now()],
    );
  }

  private async log(
    tx: Tx,
    actor: Actor,
    submissionId: string,
    rows: readonly Changed[],
    change: PublicityChange,
    { reason, facts }: { reason: string | null; facts?: Readonly<Record<string, AuditValue>> },
  ): Promise<void> {
    const accessions = rows.map(({ accession }) => accession).sort();
    const [first] = rows;
    if (!first) return;
    await this.audit.record(tx, actor, {
      ...wordOf(change, first),
      target: { type: 'Submission', id: submissionId, label: accessions[0] ?? '' },
      facts: { accessions, ...facts },
      reason,
    });
    await tx.publish({
      type: 'AccessionsChanged',
      subject: { type: 'Submission', id: submissionId },
      access: { ownerId: first.ownerId, status: after[change.verb] },
    });
  }
}

function wordOf(change: PublicityChange, { statusBefore, holdDateBefore }: Changed) {
  const changes = [{ field: 'status', before: statusBefore, after: after[change.verb] }];
  switch (change.verb) {
    case 'hold':
      return {
        action: 'accession.hold',
        changes: [{ field: 'holdDate', before: holdDateBefore, after: change.holdDate }],
      };
    case 'release':
      return { action: 'accession.release', changes };
    case 'suppress':
      return { action: 'accession.suppress', changes };
    case 'withdraw':
      return { action: 'accession.withdraw', changes };
  }
}

function bySubmission(rows: readonly Changed[]): Map<string, Changed[]> {
  const groups = new Map<string, Changed[]>();
  for (const row of rows) {
    const group = groups.get(row.submissionId);
    if (group) group.push(row);
    else groups.set(row.submissionId, [row]);
  }
  return groups;
}
