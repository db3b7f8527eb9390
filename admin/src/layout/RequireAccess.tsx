import { useAbility } from '@casl/react';
import type { Action, ConsoleAbility, Subject } from '../providers/ability.ts';
import { AccessDeniedPage } from './DeadEnds.tsx';

type Props = { action: Action; subject: Subject; children: React.ReactNode };

/** Shows a page to those whose rules open it. The server checks again; this only spares a page full of refusals. */
export const RequireAccess = ({ action, subject, children }: Props) =>
  useAbility<ConsoleAbility>().can(action, subject) ? children : <AccessDeniedPage />;
