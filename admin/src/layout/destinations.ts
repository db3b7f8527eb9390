import type { Action, ConsoleAbility, Subject } from '../providers/ability.ts';
import type { IconName } from '../components/Icon.tsx';

/** One place of the navigation: where it leads, who may go there. */
export type Destination = {
  key: 'queue' | 'mine' | 'create' | 'accessions' | 'batches' | 'users' | 'changeLog' | 'checklists';
  group: 'work' | 'registry' | 'ena' | 'people' | 'oversight' | 'settings';
  to: string;
  icon: IconName;
  needs: readonly [Action, Subject];
};

/** Grouped by what people come to do, in this order. */
export const destinations: readonly Destination[] = [
  { key: 'queue', group: 'work', to: '/queue', icon: 'queue', needs: ['claim', 'Submission'] },
  { key: 'mine', group: 'work', to: '/submissions', icon: 'folder', needs: ['create', 'Submission'] },
  { key: 'create', group: 'work', to: '/submissions/create', icon: 'plus', needs: ['create', 'Submission'] },
  { key: 'accessions', group: 'registry', to: '/accessions', icon: 'tag', needs: ['read', 'Accession'] },
  { key: 'batches', group: 'ena', to: '/batches', icon: 'send', needs: ['read', 'EnaBatch'] },
  { key: 'users', group: 'people', to: '/users', icon: 'people', needs: ['change-roles', 'User'] },
  { key: 'changeLog', group: 'oversight', to: '/change-log', icon: 'log', needs: ['read', 'AuditEvent'] },
  {
    key: 'checklists',
    group: 'settings',
    to: '/checklists',
    icon: 'checklist',
    needs: ['import', 'Checklist'],
  },
];

/** What this person may open. */
export const openTo = (ability: ConsoleAbility): Destination[] =>
  destinations.filter(({ needs: [action, subject] }) => ability.can(action, subject));

/** Where the console opens: the first place the person's work is likely to be in. */
export const startOf = (ability: ConsoleAbility): string => openTo(ability)[0]?.to ?? '/access-denied';

/** The place a path belongs to: the one with the longest address it begins with. */
export const placeOf = (path: string, places: readonly Destination[]): Destination | undefined =>
  places
    .filter(({ to }) => path === to || path.startsWith(`${to}/`))
    .sort((one, other) => other.to.length - one.to.length)[0];
