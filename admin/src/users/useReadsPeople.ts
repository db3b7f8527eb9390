import { subject } from '@casl/ability';
import { useAbility } from '@casl/react';
import type { ConsoleAbility } from '../providers/ability.ts';

/** Everybody may read their own account; the list is for those who may read somebody else's. */
export const useReadsPeople = (): boolean =>
  useAbility<ConsoleAbility>().can('read', subject('User', { id: '' }) as never);
