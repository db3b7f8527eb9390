import type { AuditHoldKind } from '@contract/audit/retention/hold.contract.ts';
import type { ConsoleAbility } from '../../../providers/ability.ts';
import { resources } from '../../../providers/resources.ts';

/** What a hold can name; a period needs no name. */
export type TargetKind = Exclude<AuditHoldKind, 'period'>;

/** The resource in which each is looked up. */
export const targetResources = { submission: 'submissions', record: 'accessions', person: 'users' } as const;

/** Whether the user may look for such targets. Holds may be set without: then the server alone knows what a name means. */
export const canLookUp = (ability: ConsoleAbility, kind: TargetKind): boolean =>
  ability.can('read', resources[targetResources[kind]].subject);
