import { subject } from '@casl/ability';
import type { IconName } from '../components/Icon.tsx';
import type { ConsoleAbility } from '../providers/ability.ts';

/** One place of the navigation: where it leads, and whether somebody with these rights has work there. */
export type Destination = {
  key:
    | 'queue'
    | 'all'
    | 'mine'
    | 'create'
    | 'accessions'
    | 'batches'
    | 'schedule'
    | 'problems'
    | 'requests'
    | 'umbrellas'
    | 'flow'
    | 'connection'
    | 'health'
    | 'users'
    | 'changeLog'
    | 'logExports'
    | 'logVerification'
    | 'logRetention'
    | 'checklists';
  group: 'work' | 'registry' | 'ena' | 'operations' | 'people' | 'oversight' | 'settings';
  to: string;
  icon: IconName;
  isOpen: (ability: ConsoleAbility) => boolean;
};

/** Everybody may read their own account and their own deposits: a place for them needs the right to read somebody else's. */
const reads = (ability: ConsoleAbility, type: 'Submission' | 'User') =>
  ability.can('read', subject(type, { id: '', ownerId: '', status: 'submitted' }) as never);

/** Grouped by what people come to do, in this order. */
export const destinations: readonly Destination[] = [
  {
    key: 'queue',
    group: 'work',
    to: '/queue',
    icon: 'queue',
    isOpen: (can) => can.can('claim', 'Submission'),
  },
  {
    key: 'all',
    group: 'work',
    to: '/queue',
    icon: 'queue',
    isOpen: (can) => reads(can, 'Submission') && !can.can('claim', 'Submission'),
  },
  {
    key: 'mine',
    group: 'work',
    to: '/submissions',
    icon: 'folder',
    isOpen: (can) => can.can('create', 'Submission'),
  },
  {
    key: 'create',
    group: 'work',
    to: '/submissions/create',
    icon: 'plus',
    isOpen: (can) => can.can('create', 'Submission'),
  },
  {
    key: 'accessions',
    group: 'registry',
    to: '/accessions',
    icon: 'tag',
    isOpen: (can) => can.can('read', 'Accession'),
  },
  {
    key: 'batches',
    group: 'ena',
    to: '/batches',
    icon: 'send',
    isOpen: (can) => can.can('read', 'EnaBatch'),
  },
  {
    key: 'schedule',
    group: 'ena',
    to: '/schedule',
    icon: 'calendar',
    isOpen: (can) => can.can('read', 'EnaSchedule'),
  },
  {
    key: 'problems',
    group: 'ena',
    to: '/ena-problems',
    icon: 'warning',
    isOpen: (can) => can.can('read', 'EnaProblem'),
  },
  {
    key: 'requests',
    group: 'ena',
    to: '/ena-requests',
    icon: 'back',
    isOpen: (can) => can.can('read', 'EnaRequest'),
  },
  {
    key: 'umbrellas',
    group: 'ena',
    to: '/umbrellas',
    icon: 'umbrella',
    isOpen: (can) => can.can('read', 'EnaRequest'),
  },
  {
    key: 'flow',
    group: 'ena',
    to: '/flow',
    icon: 'bars',
    isOpen: (can) => can.can('read', 'EnaBatch'),
  },
  {
    key: 'connection',
    group: 'ena',
    to: '/connection',
    icon: 'plug',
    isOpen: (can) => can.can('read', 'EnaConnection'),
  },
  {
    key: 'health',
    group: 'operations',
    to: '/health',
    icon: 'pulse',
    isOpen: (can) => can.can('read', 'SystemHealth'),
  },
  { key: 'users', group: 'people', to: '/users', icon: 'people', isOpen: (can) => reads(can, 'User') },
  {
    key: 'changeLog',
    group: 'oversight',
    to: '/change-log',
    icon: 'log',
    isOpen: (can) => can.can('read', 'AuditEvent'),
  },
  {
    key: 'logExports',
    group: 'oversight',
    to: '/log-exports',
    icon: 'download',
    isOpen: (can) => can.can('read', 'AuditExport'),
  },
  {
    key: 'logVerification',
    group: 'oversight',
    to: '/log-verification',
    icon: 'check',
    isOpen: (can) => can.can('read', 'AuditVerification'),
  },
  {
    key: 'logRetention',
    group: 'oversight',
    to: '/log-retention',
    icon: 'archive',
    isOpen: (can) => can.can('read', 'AuditRetention'),
  },
  {
    key: 'checklists',
    group: 'settings',
    to: '/checklists',
    icon: 'checklist',
    isOpen: (can) => can.can('import', 'Checklist'),
  },
];

/** What this person may open. */
export const openTo = (ability: ConsoleAbility): Destination[] =>
  destinations.filter(({ isOpen }) => isOpen(ability));

/** The place a path belongs to: the one with the longest address it begins with. */
export const placeOf = (path: string, places: readonly Destination[]): Destination | undefined =>
  places
    .filter(({ to }) => path === to || path.startsWith(`${to}/`))
    .sort((one, other) => other.to.length - one.to.length)[0];
