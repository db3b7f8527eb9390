import { useText, type Text } from '../i18n/useText.ts';
import type { AccountEvent } from './accountEvents.ts';
import type { Role } from './roles.ts';
import { useRoleNames } from './useRoleNames.ts';

const sentence = (event: AccountEvent, text: Text, names: (roles: readonly Role[]) => string): string => {
  if (event.what === 'other') return event.action;
  if (event.what === 'renamed') return text('users.event.renamed', { name: event.name });
  if (event.what !== 'roles') return text(`users.event.${event.what}`, { count: event.count });
  const values = { gained: names(event.gained), lost: names(event.lost) };
  if (event.gained.length > 0 && event.lost.length > 0) return text('users.event.swapped', values);
  return text(event.gained.length > 0 ? 'users.event.gained' : 'users.event.lost', values);
};

/** What was done to the account, after the name of who did it. */
export const AccountEventWords = ({ event }: { event: AccountEvent }) =>
  sentence(event, useText(), useRoleNames());
