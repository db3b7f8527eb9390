import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../audit/audit-log.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { orCurrent } from '../../platform/database/or-current.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { stale } from '../../platform/errors/app.error.ts';
import { Lists } from '../../platform/lists/list.query.ts';
import { Clock } from '../../platform/time/clock.ts';
import { illegalProblemMove, problemNotFound } from './processing.errors.ts';
import { type ProblemCommand, problemCommands } from './problem.state.ts';
import type { ProblemListQuery, ProblemStatus, ProblemView } from './problems.contract.ts';
import { problemList } from './problems.queries.ts';

type Row = { id: string; status: ProblemStatus; version: number; submissionId: string; accession: string };

/** What went wrong after acceptance, as the curators' task list. */
@Injectable()
export class EnaProblems {
  constructor(
    private readonly lists: Lists,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @returns the page as JSON text */
  list(actor: Actor, query: ProblemListQuery): Promise<string> {
    return this.lists.page(problemList, actor, query);
  }

  /** @throws AppError `ena_problem.not_found` */
  async get(actor: Actor, id: string): Promise<ProblemView> {
    const json = await this.lists.one(problemList, actor, id, { limit: 1 });
    if (json === undefined) throw problemNotFound(id);
    return JSON.parse(json) as ProblemView;
  }

  /** The actor looks into it. */
  take(actor: Actor, id: string, version: number): Promise<ProblemView> {
    return this.change(actor, id, version, 'take', null);
  }

  /** Nobody looks into it any more. */
  giveBack(actor: Actor, id: string, version: number, reason: string | undefined): Promise<ProblemView> {
    return this.change(actor, id, version, 'give-back', reason ?? null);
  }

  resolve(actor: Actor, id: string, version: number, reason: string): Promise<ProblemView> {
    return this.change(actor, id, version, 'resolve', reason);
  }

  /** @throws AppError `ena_problem.not_found`, `ena.illegal_problem_move`, `record.stale` */
  private async change(
    actor: Actor,
    id: string,
    version: number,
    command: ProblemCommand,
    reason: string | null,
  ): Promise<ProblemView> {
    const work = (tx: Tx) => this.move(tx, actor, { id, version, command, reason });
    await orCurrent(
      () => this.uow.run(work),
      () => this.get(actor, id),
    );
    return this.get(actor, id);
  }

  private async move(
    tx: Tx,
    actor: Actor,
    given: { id: string; version: number; command: ProblemCommand; reason: string | null },
  ): Promise<void> {
    const { id, version, command, reason } = given;
    const [row] = await tx.query<Row>(
      `SELECT p.id, p.status, p.version, p.submission_id AS "submissionId", o.accession
         FROM ena_problems p JOIN ena_objects o ON o.id = p.object_id WHERE p.id = $1 FOR NO KEY UPDATE OF p`,
      [id],
    );
    if (!row) throw problemNotFound(id);
    if (row.version !== version) throw stale(undefined);
    const { from, to } = problemCommands[command];
    if (!from.includes(row.status)) throw illegalProblemMove(row.status, to);
    const now = this.clock.now();
    await tx.query(
      `UPDATE ena_problems SET status = $2, version = version + 1,
              taken_by = CASE $2 WHEN 'taken' THEN $3::uuid WHEN 'open' THEN NULL ELSE taken_by END,
              taken_at = CASE $2 WHEN 'taken' THEN $4::timestamptz WHEN 'open' THEN NULL ELSE taken_at END,
              resolved_by = CASE $2 WHEN 'resolved' THEN $3::uuid END,
              resolved_at = CASE $2 WHEN 'resolved' THEN $4::timestamptz END,
              resolution = CASE $2 WHEN 'resolved' THEN $5 END
        WHERE id = $1`,
      [id, to, actor.id, now, reason],
    );
    await this.audit.record(tx, actor, {
      action: `ena_problem.${command.replace('-', '_')}`,
      target: { type: 'EnaProblem', id, label: row.accession },
      root: { type: 'Submission', id: row.submissionId },
      changes: [{ field: 'status', before: row.status, after: to }],
      reason,
    });
    await tx.publish({ type: 'EnaProblemChanged', subject: { type: 'EnaProblem', id }, access: {} });
  }
}
