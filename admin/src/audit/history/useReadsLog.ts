import { useAbility } from '@casl/react';
import type { ConsoleAbility } from '../../providers/ability.ts';

/** The log is for auditors and administrators; for all others records tell their own steps. */
export const useReadsLog = (): boolean => useAbility<ConsoleAbility>().can('read', 'AuditEvent');
