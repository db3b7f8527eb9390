import { useAbility } from '@casl/react';
import type { ConsoleAbility } from '../../providers/ability.ts';

/** Whether the user may read the log, as auditors and administrators may. Others see the timelines of records. */
export const useReadsLog = (): boolean => useAbility<ConsoleAbility>().can('read', 'AuditEvent');
