import { createMongoAbility } from '@casl/ability';
import type { AccessRule, AppAbility } from '../platform/access/actor.ts';
import type { Role } from '../platform/access/roles.contract.ts';

/**
 * The policy: who may do what. Later rules win over earlier ones. `can` gives; `refuse` is only for what a person may
 * not do to their own things, never for a whole role. Nothing that is not written here is allowed.
 *
 * Subjects carry these fields: Submission and Record `ownerId, status, revision`; Accession `ownerId, status`; File
 * `ownerId, status, visibility`; User `id`; EnaBatch, EnaRequest, EnaProblem, AuditEvent, Checklist none; AuditHold `setBy`.
 */
type Person = { readonly id: string; readonly roles: readonly Role[] };

const can = (
  action: string | string[],
  subject: string | string[],
  conditions?: AccessRule['conditions'],
): AccessRule => (conditions ? { action, subject, conditions } : { action, subject });

const refuse = (
  action: string | string[],
  subject: string,
  conditions: NonNullable<AccessRule['conditions']>,
  reason: string,
): AccessRule => ({
  action,
  subject,
  conditions,
  reason,
  inverted: true,
});

/** What was never submitted is its depositor's own, also when it was withdrawn before. */
const beyondDraft = { status: { $ne: 'draft' }, revision: { $ne: 0 } };

const everybody = (me: Person) => [
  can('read', 'Checklist'),
  can('read', 'User', { id: me.id }), // their own account
];

const byRole: Record<Role, (me: Person) => AccessRule[]> = {
  depositor: (me) => [
    can('create', 'Submission'),
    can(['read', 'update', 'submit', 'withdraw', 'revise'], ['Submission', 'Record'], { ownerId: me.id }),
    can('read', 'Accession', { ownerId: me.id }),
    can('create', 'File'),
    can(['read', 'update', 'download', 'remove'], 'File', { ownerId: me.id }),
  ],
  curator: (me) => [
    can('read', ['Submission', 'Record'], beyondDraft),
    can(['claim', 'request-changes', 'approve', 'reject', 'withdraw'], 'Submission', beyondDraft),
    // What a curator decides must not be their own work: another curator decides it.
    refuse(
      ['claim', 'request-changes', 'approve', 'reject'],
      'Submission',
      { ownerId: me.id },
      'You cannot review your own deposit.',
    ),
    can(['read', 'hold', 'release', 'withdraw', 'suppress', 'modify'], 'Accession'),
    refuse(
      ['hold', 'release', 'withdraw', 'suppress', 'modify'],
      'Accession',
      { ownerId: me.id },
      'You cannot decide about your own deposit.',
    ),
    can(['read', 'create', 'settle'], 'EnaRequest'),
    can(['read', 'download'], 'File', { visibility: 'submitted' }),
    can(
      [
        'read',
        'create',
        'update',
        'validate',
        'approve',
        'send',
        'pause',
        'retry',
        'resolve',
        'cancel',
        'remove',
      ],
      'EnaBatch',
    ),
    // What they write down becomes what their own records are called at ENA.
    refuse('resolve', 'EnaBatch', { ownerId: me.id }, 'You cannot decide about your own deposit.'),
    can(['read', 'take', 'resolve'], 'EnaProblem'),
    can(['read', 'test'], 'EnaConnection'),
    can(['read', 'pause', 'run'], 'EnaSchedule'), // a run sends what curators would send; when, admins set
    can('read', 'SystemHealth'), // whether what does not go on waits for us or for ENA
  ],
  support: () => [
    can('read', 'User'),
    can('revoke-sessions', 'User'),
    can('read', 'Submission', beyondDraft), // where a deposit stands, not what is in it: no Record
    can('read', 'Accession'),
  ],
  auditor: (me) => [
    can('read', ['Submission', 'Record', 'Accession', 'EnaBatch', 'EnaRequest', 'User', 'AuditEvent']),
    can('read', 'File'), // what they are, not their bytes
    can('read', ['EnaSchedule', 'EnaProblem', 'EnaConnection']),
    can('export', 'AuditEvent'),
    can('read', ['AuditExport', 'AuditExportSchedule']),
    can(['read', 'create'], 'AuditVerification'),
    can('read', 'Erasure'),
    can('read', 'SystemHealth'), // whether heads still reach the places that prove the log
    can('read', 'AuditRetention'),
    // Evidence that is asked for is held by whoever hears of it first; whoever set a hold, or an admin, lifts it.
    can(['read', 'create'], 'AuditHold'),
    can('lift', 'AuditHold', { setBy: me.id }),
  ],
  admin: () => [
    can('read', 'User'),
    can(['create', 'update', 'change-roles', 'revoke-sessions', 'erase'], 'User'),
    can('read', 'Erasure'),
    can('import', 'Checklist'),
    can(['read', 'update', 'pause'], 'EnaSchedule'),
    can(['read', 'test'], 'EnaConnection'),
    can('read', 'AuditEvent'),
    can('export', 'AuditEvent'),
    can('read', 'AuditExport'),
    can(['read', 'update'], 'AuditExportSchedule'),
    can(['read', 'create'], 'AuditVerification'),
    can('read', 'AuditRetention'),
    can(['read', 'create', 'lift'], 'AuditHold'),
    can('read', 'SystemHealth'), // theirs to look after
  ],
  service: () => [], // an API key brings its own scope
};

/** All rules of a person, in the order of precedence that CASL wants (lowest first, refusals last). */
export function rulesOf(me: Person): AccessRule[] {
  const rules = [...everybody(me), ...me.roles.flatMap((role) => byRole[role](me))];
  return [...rules.filter((rule) => !rule.inverted), ...rules.filter((rule) => rule.inverted)];
}

export const abilityOf = (me: Person): AppAbility => createMongoAbility<AppAbility>(rulesOf(me));
