import { Injectable } from '@nestjs/common';
import { AccessionPublicity } from '../../accessions/publicity.service.ts';
import { AuditLog } from '../../audit/audit-log.ts';
import { systemActor } from '../../platform/access/actor.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { TaskRun } from '../../platform/queue/task-handlers.ts';
import { Clock } from '../../platform/time/clock.ts';
import {
  afterSighting,
  hasFiles,
  isSeen,
  isShownPublic,
  nextCheck,
  problemsOf,
  type Sighting,
} from './followed.rule.ts';
import { transitionsOf } from './follow-log.ts';
import { lockObjects, type ObjectAt, writeObjects } from './object-rows.ts';
import { followProblems, type ProblemChanges } from './problem-rows.ts';
import { noteProcessing } from './processing-findings.ts';
import { EnaProduced } from './produced.service.ts';
import { announce, lockStanding, type Standing } from './standing.ts';

type Step = { before: ObjectAt; after: ObjectAt; sighting: Sighting };

/** Writes down what reports say of one submission's records: here, on its accessions, for the people who have to know. */
@Injectable()
export class EnaFollowing {
  private readonly actor = systemActor('ena');

  constructor(
    private readonly uow: UnitOfWork,
    private readonly publicity: AccessionPublicity,
    private readonly produced: EnaProduced,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async write(
    submissionId: string,
    objects: readonly ObjectAt[],
    seen: ReadonlyMap<string, Sighting>,
    run: TaskRun,
  ): Promise<void> {
    const now = this.clock.now();
    await this.uow.run(async (tx) => {
      await run.fence(tx);
      const standing = await lockStanding(tx, submissionId);
      const steps = (
        await lockObjects(
          tx,
          objects.map(({ id }) => id),
        )
      ).map((before): Step => {
        const sighting = seen.get(before.id) ?? {};
        return { before, after: { ...before, ...afterSighting(before, sighting, now) }, sighting };
      });
      await writeObjects(
        tx,
        steps.map(({ after, sighting }) => ({
          object: after,
          isSeen: isSeen(sighting),
          nextCheckAt: nextCheck(after, now),
        })),
        now,
      );
      await this.publish(tx, steps);
      const produced = await this.produced.record(
        tx,
        steps.map(({ after }) => after),
        now,
      );
      const problems = await followProblems(
        tx,
        steps.map((step) => looked(step, now)),
        now,
      );
      problems.raised.push(...produced);
      await noteProcessing(tx, submissionId, steps.map(({ after }) => after).filter(hasFiles));
      await this.log(tx, standing, steps, problems);
      await announce(
        tx,
        standing,
        steps.map(({ before }) => before.batchId),
        [...problems.raised, ...problems.settled].map(({ id }) => id),
      );
    });
  }

  private async publish(tx: Tx, steps: readonly Step[]): Promise<void> {
    const seen = steps.filter(({ before, sighting }) => isShownPublic(before, sighting));
    await this.publicity.change(
      tx,
      this.actor,
      seen.map(({ after }) => after.accession),
      { verb: 'release' },
      { reason: null, facts: { because: 'public at ENA' } },
    );
  }

  private async log(
    tx: Tx,
    standing: Standing,
    steps: readonly Step[],
    { raised, settled }: ProblemChanges,
  ): Promise<void> {
    const transitions = transitionsOf(steps);
    if (transitions.length + raised.length + settled.length === 0) return;
    const named = ({ id, kind, accession, message }: ProblemChanges['raised'][number]) => ({
      id,
      kind,
      accession,
      message,
    });
    await this.audit.record(tx, this.actor, {
      action: 'submission.follow_at_ena',
      target: { type: 'Submission', id: standing.id, label: standing.reference },
      facts: {
        environment: steps[0]?.before.environment ?? null,
        transitions,
        ...(raised.length > 0 && { problemsRaised: raised.map(named) }),
        ...(settled.length > 0 && { problemsSettled: settled.map(named) }),
      },
    });
  }
}

const looked = ({ after, sighting }: Step, now: Date) => ({
  object: after,
  problems: problemsOf(after, { ...after, isAbsent: sighting.object === 'absent' }, now),
});
