import type { AuditEventView } from '@contract/audit/audit.contract.ts';
import type { Sense } from '../components/meaning.ts';
import { rolesBetween, type Role } from './roles.ts';

/** What the log keeps about an account itself; signing in and out is not a change of it. */
export const accountActions = [
  'user.create',
  'user.update',
  'user.change_roles',
  'user.revoke_sessions',
  'user.erasure_request',
  'user.erase',
] as const;

/** An event as the page tells it: a phrase of the catalogue with its values, and what it means. */
export type AccountEvent =
  | {
      what: 'created' | 'disabled' | 'enabled' | 'sessions' | 'erasureRequested' | 'erased' | 'erasedLeft';
      sense: Sense;
      count: number;
    }
  | { what: 'renamed'; sense: Sense; name: string }
  | { what: 'roles'; sense: Sense; gained: Role[]; lost: Role[] }
  | { what: 'other'; sense: Sense; action: string };

const asRoles = (value: unknown): Role[] => (Array.isArray(value) ? (value as Role[]) : []);

const counted = (fact: unknown): number => (Number.isFinite(Number(fact)) ? Number(fact) : 0);

/** Reads an event of the log about an account. What it does not know keeps the log's own name. */
export const accountEvent = ({
  action,
  changes,
  facts,
}: Pick<AuditEventView, 'action' | 'changes' | 'facts'>): AccountEvent => {
  const change = (field: string) => changes.find((each) => each.field === field);
  const status = change('status')?.after;
  const roles = change('roles');
  if (action === 'user.create') return { what: 'created', sense: 'plain', count: 1 };
  if (action === 'user.erasure_request') return { what: 'erasureRequested', sense: 'gone', count: 1 };
  // What an earlier release had left behind: such an event tells of values, and of no events.
  if (action === 'user.erase' && 'valuesLeft' in facts)
    return { what: 'erasedLeft', sense: 'gone', count: counted(facts['valuesLeft']) };
  if (action === 'user.erase') return { what: 'erased', sense: 'gone', count: counted(facts['events']) };
  if (action === 'user.revoke_sessions')
    return { what: 'sessions', sense: 'gone', count: counted(facts['sessions']) };
  if (action === 'user.change_roles' && roles !== undefined)
    return { what: 'roles', sense: 'ours', ...rolesBetween(asRoles(roles.before), asRoles(roles.after)) };
  if (status === 'disabled') return { what: 'disabled', sense: 'bad', count: 1 };
  if (status === 'active') return { what: 'enabled', sense: 'good', count: 1 };
  const name = change('name')?.after;
  if (typeof name === 'string') return { what: 'renamed', sense: 'plain', name };
  return { what: 'other', sense: 'plain', action };
};
