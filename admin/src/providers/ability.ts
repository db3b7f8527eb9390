import { createMongoAbility, type MongoAbility, type RawRuleOf } from '@casl/ability';
import { unpackRules, type PackRule } from '@casl/ability/extra';
import type { Me } from '@contract/auth/auth.contract.ts';

/** Subjects and actions of the policy table, as the server names them. */
export type Subject =
  | 'Submission'
  | 'Record'
  | 'File'
  | 'Accession'
  | 'EnaBatch'
  | 'EnaSchedule'
  | 'EnaProblem'
  | 'EnaRequest'
  | 'EnaConnection'
  | 'SystemHealth'
  | 'AuditEvent'
  | 'AuditExport'
  | 'AuditExportSchedule'
  | 'AuditVerification'
  | 'AuditRetention'
  | 'AuditHold'
  | 'User'
  | 'Erasure'
  | 'Checklist';
export type Action =
  | 'create'
  | 'read'
  | 'download'
  | 'update'
  | 'submit'
  | 'withdraw'
  | 'revise'
  | 'claim'
  | 'request-changes'
  | 'approve'
  | 'reject'
  | 'send'
  | 'retry'
  | 'remove'
  | 'validate'
  | 'pause'
  | 'resolve'
  | 'cancel'
  | 'run'
  | 'take'
  | 'test'
  | 'hold'
  | 'release'
  | 'suppress'
  | 'settle'
  | 'export'
  | 'import'
  | 'change-roles'
  | 'revoke-sessions'
  | 'lift'
  | 'erase';
export type ConsoleAbility = MongoAbility<[Action, Subject]>;

/** The person's rights from the packed rules of `/me`; nobody may do anything. */
export const abilityOf = (me: Me | null): ConsoleAbility =>
  createMongoAbility<ConsoleAbility>(
    me === null ? [] : unpackRules(me.rules as PackRule<RawRuleOf<ConsoleAbility>>[]),
  );
