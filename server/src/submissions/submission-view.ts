import type { Actor } from '../platform/access/actor.ts';
import { may, refusal } from '../platform/access/authorize.ts';
import { type SubmissionView, submissionCommand } from './submission.contract.ts';
import type { Submission } from './submission.entity.ts';
import { objection, type Standing } from './submission.state.ts';

/** The fields of a submission that the policy asks for. */
export const accessOf = (submission: Pick<Submission, 'id' | 'ownerId' | 'status' | 'revision'>) => ({
  id: submission.id,
  ownerId: submission.ownerId,
  status: submission.status,
  revision: submission.revision,
});

/** What this reader may do with it now. A command that is not theirs at all is left out. */
export function commandsFor(
  actor: Actor,
  view: Pick<
    SubmissionView,
    | 'id'
    | 'status'
    | 'revision'
    | 'owner'
    | 'curator'
    | 'sampleCount'
    | 'recordCounts'
    | 'errorCount'
    | 'accession'
  >,
): SubmissionView['commands'] {
  const access = accessOf({ ...view, ownerId: view.owner.id });
  const standing: Standing = {
    status: view.status,
    curatorId: view.curator?.id ?? null,
    curatorName: view.curator?.name ?? null,
    sampleCount: view.sampleCount,
    readCount: view.recordCounts.experiment + view.recordCounts.run + view.recordCounts.analysis,
    errorCount: view.errorCount,
    hasAccessions: view.accession !== null,
  };
  return submissionCommand.options
    .filter(
      (command) =>
        actor.ability.can(command, 'Submission') &&
        (may(actor, command, 'Submission', access) || isRefusedByRule(actor, command, access)),
    )
    .map((command) => {
      const because =
        refusal(actor, command, 'Submission', access) ??
        objection(standing, command, actor.id)?.because ??
        null;
      return { command, allowed: because === null, because };
    });
}

/** Refused for a stated reason (one's own deposit): shown, so that the reader learns why. */
function isRefusedByRule(
  actor: Actor,
  command: string,
  access: Record<string, unknown> & { ownerId: string },
): boolean {
  const isOwn = access.ownerId === actor.id;
  return isOwn && may(actor, command, 'Submission', { ...access, ownerId: 'somebody else' });
}
