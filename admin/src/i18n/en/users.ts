export const users = {
  title: 'Users',
  search: 'Name or mail address',
  begin: 'New user',
  column: {
    name: 'Name',
    role: 'Role',
    roles: 'Roles',
    status: 'Status',
    seen: 'Last seen',
    created: 'Created',
  },
  status: { active: 'Active', disabled: 'Disabled' },
  empty: 'Nobody has an account yet',
  emptyDetail: 'An administrator creates accounts; each begins with one role at least.',
} as const;
