import { useAbility } from '@casl/react';
import { Link } from 'react-router-dom';
import type { ConsoleAbility, Subject } from '../../providers/ability.ts';

/** Where things that the log names have a page, and who may open it. */
type Page = {
  path: string;
  subject: Subject;
  /** A page about all of its kind: what it is about has none of its own. */
  isShared?: true;
};

const pages: Record<string, Page> = {
  Submission: { path: '/submissions', subject: 'Submission' },
  EnaBatch: { path: '/batches', subject: 'EnaBatch' },
  EnaUmbrella: { path: '/umbrellas', subject: 'EnaRequest' },
  User: { path: '/users', subject: 'User' },
  Checklist: { path: '/checklists', subject: 'Checklist' },
  AuditHold: { path: '/log-retention', subject: 'AuditHold', isShared: true },
  AuditMonth: { path: '/log-retention/months', subject: 'AuditRetention', isShared: true },
  AuditRetention: { path: '/log-retention', subject: 'AuditRetention', isShared: true },
};

type Props = { type: string; id: string; children: React.ReactNode };

/** Leads to a thing's own page where it has one that the reader may open. */
export const RecordLink = ({ type, id, children }: Props) => {
  const ability = useAbility<ConsoleAbility>();
  const page = pages[type];
  if (page === undefined || !ability.can('read', page.subject)) return children;
  return <Link to={page.isShared ? page.path : `${page.path}/${encodeURIComponent(id)}`}>{children}</Link>;
};
