import { useAbility } from '@casl/react';
import { Link } from 'react-router-dom';
import type { ConsoleAbility, Subject } from '../../providers/ability.ts';
import { holdsAddress } from '../retention/holds/holdsAddress.ts';

/** The pages of things that the log names, and who may open them. */
type Page = { address: (id: string) => string; subject: Subject };

const below =
  (path: string) =>
  (id: string): string =>
    `${path}/${encodeURIComponent(id)}`;

const pages: Record<string, Page> = {
  Submission: { address: below('/submissions'), subject: 'Submission' },
  EnaBatch: { address: below('/batches'), subject: 'EnaBatch' },
  EnaRequest: { address: below('/ena-requests'), subject: 'EnaRequest' },
  EnaUmbrella: { address: below('/umbrellas'), subject: 'EnaRequest' },
  User: { address: below('/users'), subject: 'User' },
  Checklist: { address: below('/checklists'), subject: 'Checklist' },
  AuditHold: { address: (id) => holdsAddress([id]), subject: 'AuditHold' },
  AuditMonth: { address: () => '/log-retention/months', subject: 'AuditRetention' },
  AuditRetention: { address: () => '/log-retention', subject: 'AuditRetention' },
};

type Props = { type: string; id: string; children: React.ReactNode };

/** Links to a thing's own page, if it has one that the reader may open. */
export const RecordLink = ({ type, id, children }: Props) => {
  const ability = useAbility<ConsoleAbility>();
  const page = pages[type];
  if (page === undefined || !ability.can('read', page.subject)) return children;
  return <Link to={page.address(id)}>{children}</Link>;
};
