import { useAbility } from '@casl/react';
import type { UserView } from '@contract/users/user.contract.ts';
import Button from '@mui/material/Button';
import { Link } from 'react-router-dom';
import { EmptyState } from '../components/EmptyState.tsx';
import { Icon } from '../components/Icon.tsx';
import { KeysetList } from '../components/list/KeysetList.tsx';
import type { Filter } from '../components/list/list.types.ts';
import { useText, type Text } from '../i18n/useText.ts';
import { AccessDeniedPage } from '../layout/DeadEnds.tsx';
import type { ConsoleAbility } from '../providers/ability.ts';
import { personRoles } from './roles.ts';
import { userColumns } from './userColumns.tsx';
import { useReadsPeople } from './useReadsPeople.ts';
import { useRoleNames } from './useRoleNames.ts';

const states = ['active', 'disabled'] as const;

const filters = (text: Text): Filter[] => [
  {
    kind: 'choice',
    name: 'role',
    label: text('users.column.role'),
    options: personRoles.map((role) => ({ value: role, label: text(`words.role.${role}`) })),
  },
  {
    kind: 'choice',
    name: 'status',
    label: text('users.column.status'),
    options: states.map((status) => ({ value: status, label: text(`users.status.${status}`) })),
  },
];

const NewUserButton = () => {
  const text = useText();
  if (!useAbility<ConsoleAbility>().can('create', 'User')) return null;
  return (
    <Button
      component={Link}
      to="/users/create"
      variant="contained"
      color="primary"
      startIcon={<Icon name="plus" />}
    >
      {text('users.begin')}
    </Button>
  );
};

/** Everybody with an account. */
export default function UserList() {
  const text = useText();
  const roleNames = useRoleNames();
  if (!useReadsPeople()) return <AccessDeniedPage />;
  return (
    <KeysetList<UserView>
      title={text('users.title')}
      searchLabel={text('users.search')}
      actions={<NewUserButton />}
      list={{
        resource: 'users',
        filters: filters(text),
        sort: { field: 'name', order: 'ASC' },
        columns: userColumns(text, roleNames),
        linkTo: ({ id }) => `/users/${id}`,
        nameOf: ({ name }) => name,
      }}
      empty={<EmptyState title={text('users.empty')}>{text('users.emptyDetail')}</EmptyState>}
    />
  );
}
