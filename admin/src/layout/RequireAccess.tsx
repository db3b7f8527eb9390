import { useAbility } from '@casl/react';
import type { Action, ConsoleAbility, Subject } from '../providers/ability.ts';
import { AccessDeniedPage } from './DeadEnds.tsx';
import { openTo } from './destinations.ts';

type Props = { action: Action; subject: Subject; children: React.ReactNode };

/** Shows a page to those whose rules open it. The server checks again; this only spares a page full of refusals. */
export const RequireAccess = ({ action, subject, children }: Props) =>
  useAbility<ConsoleAbility>().can(action, subject) ? children : <AccessDeniedPage />;

/**
 * Shows a page to those whose navigation leads to it. Everybody may read their own account and deposits, which a rule of a
 * type alone cannot tell from reading those of others.
 */
export const RequirePlace = ({ to, children }: { to: string; children: React.ReactNode }) =>
  openTo(useAbility<ConsoleAbility>()).some((place) => place.to === to) ? children : <AccessDeniedPage />;
