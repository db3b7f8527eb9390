import type { AuditHoldKind, AuditHoldView, SetAuditHold } from '@contract/audit/retention/hold.contract.ts';

export const holdKinds: readonly AuditHoldKind[] = ['submission', 'record', 'person', 'period'];

/** The contents of the form. `name` is the chosen target's; null while it is only typed. */
export type HoldForm = {
  kind: AuditHoldKind;
  typed: string;
  name: string | null;
  since: string;
  until: string;
};

export const newHold: HoldForm = { kind: 'submission', typed: '', name: null, since: '', until: '' };

/** The form with another kind; what was typed for the old one is cleared. */
export const ofKind = (form: HoldForm, kind: AuditHoldKind): HoldForm =>
  kind === form.kind ? form : { ...newHold, kind };

/** Whether the days of a period are the wrong way round, once both are there. */
export const isTurned = ({ since, until }: Pick<HoldForm, 'since' | 'until'>): boolean =>
  since !== '' && until !== '' && until < since;

/** Whether a mail address was typed where none may be, since it would stay in the log for good. */
export const isMisplacedAddress = ({ kind, typed, name }: Pick<HoldForm, 'kind' | 'typed' | 'name'>) =>
  kind !== 'person' && kind !== 'period' && (name ?? typed).includes('@');

/** Whether the form is complete. Whether its target exists, the server says. */
export const isComplete = (form: HoldForm): boolean =>
  form.kind === 'period'
    ? form.since !== '' && form.until !== '' && !isTurned(form)
    : (form.name ?? form.typed).trim() !== '' && !isMisplacedAddress(form);

/** @param form that is complete */
export const requestOf = ({ kind, typed, name, since, until }: HoldForm, reason: string): SetAuditHold =>
  kind === 'period' ? { kind, since, until, reason } : { kind, name: (name ?? typed).trim(), reason };

/** Whether a hold keeps exactly what the form names. A typed name may mean the same without being recognised. */
export const sameHold = (form: HoldForm, hold: AuditHoldView): boolean => {
  if (form.kind !== hold.kind) return false;
  if (form.kind === 'period') return form.since === hold.since && form.until === hold.until;
  const name = (form.name ?? form.typed).trim().toLowerCase();
  return name !== '' && [hold.targetId, hold.name].some((each) => each?.toLowerCase() === name);
};

/** The months of a period that have left the log, oldest first: a hold comes too late for them. */
export const monthsLeftOf = (
  { kind, since, until }: HoldForm,
  archived: readonly { month: string; droppedAt: string | null }[],
): string[] =>
  kind !== 'period'
    ? []
    : archived
        .filter(({ droppedAt }) => droppedAt !== null)
        .map(({ month }) => month)
        .filter((month) => since.slice(0, 7) <= month && month <= until.slice(0, 7))
        .toSorted();
