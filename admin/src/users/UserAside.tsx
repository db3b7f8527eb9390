import { subject } from '@casl/ability';
import { useAbility } from '@casl/react';
import { Link } from 'react-router-dom';
import { Icon } from '../components/Icon.tsx';
import { Identifier } from '../components/Identifier.tsx';
import { RelativeTime } from '../components/RelativeTime.tsx';
import { Facts, Section } from '../components/Section.tsx';
import { useText } from '../i18n/useText.ts';
import type { ConsoleAbility } from '../providers/ability.ts';
import { deedsOf } from './logAddress.ts';
import { PersonSubmissions } from './PersonSubmissions.tsx';
import styles from './UserAside.module.css';
import { useUser } from './useUser.ts';

/** The account in dates, and the ways to what the person did. */
export const UserAside = () => {
  const text = useText();
  const ability = useAbility<ConsoleAbility>();
  const { id, createdAt, updatedAt } = useUser();
  const readsTheirs = ability.can(
    'read',
    subject('Submission', { ownerId: id, status: 'submitted' }) as never,
  );
  return (
    <>
      <Section title={text('users.account')}>
        <Facts
          facts={[
            { label: text('users.column.created'), value: <RelativeTime value={createdAt} /> },
            { label: text('users.field.changed'), value: <RelativeTime value={updatedAt} /> },
            { label: text('users.field.id'), value: <Identifier value={id} /> },
          ]}
        />
        {ability.can('read', 'AuditEvent') && (
          <Link to={deedsOf(id)} className={styles.way ?? ''}>
            <Icon name="log" />
            {text('users.deeds')}
          </Link>
        )}
      </Section>
      {readsTheirs && <PersonSubmissions />}
    </>
  );
};
