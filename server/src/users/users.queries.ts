import type { z } from 'zod';
import { containing } from '../platform/lists/like.ts';
import type { ListDefinition } from '../platform/lists/list-definition.ts';
import type { userListQuery } from './user.contract.ts';

export type UserListQuery = z.infer<typeof userListQuery>;

export const userList: ListDefinition<UserListQuery> = {
  subject: 'User',
  from: 'users u',
  id: { sql: 'u.id', type: 'uuid' },
  columns: {
    id: 'u.id',
    email: 'u.email',
    name: 'u.name',
    roles: 'u.roles',
    status: 'u.status',
    lastSeenAt: 'u.last_seen_at',
    erasedAt: 'u.erased_at',
    createdAt: 'u.created_at',
    updatedAt: 'u.updated_at',
    version: 'u.version',
  },
  access: { id: 'u.id' },
  sorts: {
    name: { sql: 'u.name', type: 'text' },
    createdAt: { sql: 'u.created_at', type: 'timestamptz' },
  },
  defaultSort: 'name',
  search: (text, p) => `(u.name || ' ' || u.email) ILIKE ${p.add(containing(text))}`,
  filters: (query, p) => [
    query.role && `u.roles && ${p.add(query.role)}::text[]`,
    query.status && `u.status = ANY(${p.add(query.status)})`,
  ],
};
