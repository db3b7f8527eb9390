import type { UserView } from '@contract/users/user.contract.ts';
import type { Column } from '../components/list/list.types.ts';
import { RelativeTime } from '../components/RelativeTime.tsx';
import type { Text } from '../i18n/useText.ts';
import { UserStatusPill } from './UserStatusPill.tsx';
import styles from './users.module.css';

/** The columns of the list of people; roles are written out, the strongest first. */
export const userColumns = (
  text: Text,
  roleNames: (roles: UserView['roles']) => string,
): Column<UserView>[] => [
  {
    key: 'name',
    label: text('users.column.name'),
    sortBy: 'name',
    isLead: true,
    // An erased person has neither name nor address: their account is told apart by its id.
    render: ({ id, name, email, erasedAt }) =>
      erasedAt === null ? (
        <span className={styles.person} title={`${name} <${email}>`}>
          <bdi>{name}</bdi>
          <bdi className={styles.email}>{email}</bdi>
        </span>
      ) : (
        <span className={styles.person} title={id}>
          <bdi>{name}</bdi>
          <bdi className={styles.email}>{id}</bdi>
        </span>
      ),
  },
  {
    key: 'roles',
    label: text('users.column.roles'),
    width: '16rem',
    render: ({ roles, erasedAt }) =>
      erasedAt === null ? <span title={roleNames(roles)}>{roleNames(roles)}</span> : null,
  },
  {
    key: 'status',
    label: text('users.column.status'),
    width: '9rem',
    // Nearly everybody is active: only the others stand out.
    render: (user) =>
      user.status === 'active' ? (
        <span className="faint">{text('users.status.active')}</span>
      ) : (
        <UserStatusPill user={user} quiet />
      ),
  },
  {
    key: 'seen',
    label: text('users.column.seen'),
    width: '9rem',
    render: ({ lastSeenAt, erasedAt }) =>
      erasedAt === null ? (
        <span className={lastSeenAt === null ? 'faint' : ''}>
          <RelativeTime value={lastSeenAt} />
        </span>
      ) : null,
  },
  {
    key: 'created',
    label: text('users.column.created'),
    width: '9rem',
    sortBy: 'createdAt',
    onCard: 'hidden',
    render: ({ createdAt }) => <RelativeTime value={createdAt} />,
  },
];
