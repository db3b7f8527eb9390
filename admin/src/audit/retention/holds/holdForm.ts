import type { AuditHoldKind, SetAuditHold } from '@contract/audit/retention/hold.contract.ts';

export const holdKinds: readonly AuditHoldKind[] = ['submission', 'record', 'person', 'period'];

/** What is written into the form of a hold. `name` is what was chosen of what was found; null while it is only typed. */
export type HoldForm = {
  kind: AuditHoldKind;
  typed: string;
  name: string | null;
  since: string;
  until: string;
};

export const newHold: HoldForm = { kind: 'submission', typed: '', name: null, since: '', until: '' };

/** Another kind begins anew: a person is no submission. */
export const ofKind = (form: HoldForm, kind: AuditHoldKind): HoldForm =>
  kind === form.kind ? form : { ...newHold, kind };

/** Whether the days of a period are the wrong way round, once both are there. */
export const isTurned = ({ since, until }: Pick<HoldForm, 'since' | 'until'>): boolean =>
  since !== '' && until !== '' && until < since;

/** Whether the form says what is to be kept; whether that exists, the server tells. */
export const isComplete = (form: HoldForm): boolean =>
  form.kind === 'period'
    ? form.since !== '' && form.until !== '' && !isTurned(form)
    : (form.name ?? form.typed).trim() !== '';

/** @param form that is complete */
export const requestOf = ({ kind, typed, name, since, until }: HoldForm, reason: string): SetAuditHold =>
  kind === 'period' ? { kind, since, until, reason } : { kind, name: (name ?? typed).trim(), reason };
