import type { AuditEventView } from '@contract/audit/audit.contract.ts';

/** Where the pages of each kind of record begin. */
const pages: Record<string, string> = {
  Submission: '/submissions',
  EnaBatch: '/batches',
  User: '/users',
  Checklist: '/checklists',
};

/** The page of what an event is about: the record's own, else that of the whole it belongs to. */
export const pageOfTarget = ({
  target,
  root,
}: Pick<AuditEventView, 'target' | 'root'>): string | undefined => {
  const own = pages[target.type];
  if (own !== undefined) return `${own}/${target.id}`;
  const whole = pages[root.type];
  return whole === undefined ? undefined : `${whole}/${root.id}`;
};

/** The log, narrowed to everything that belongs to the same whole. */
export const logOfRoot = ({ root }: Pick<AuditEventView, 'root'>): string =>
  `/change-log?${new URLSearchParams({ rootType: root.type, rootId: root.id })}`;

export const logOfActor = ({ actor }: Pick<AuditEventView, 'actor'>): string =>
  `/change-log?${new URLSearchParams({ actor: actor.id ?? actor.name })}`;
