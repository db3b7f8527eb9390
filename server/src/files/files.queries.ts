import type { ListDefinition } from '../platform/lists/list-definition.ts';
import { containing } from '../platform/lists/like.ts';
import { oneOf } from '../platform/lists/one-of.ts';
import type { FileListQuery } from './file.contract.ts';
import { countedSql } from './file.state.ts';

export const fileList: ListDefinition<FileListQuery> = {
  subject: 'File',
  from: 'files f',
  id: { sql: 'f.id', type: 'uuid' },
  columns: {
    id: 'f.id',
    rootType: 'f.root_type',
    rootId: 'f.root_id',
    name: 'f.name',
    size: 'f.size',
    status: 'f.status',
    visibility: 'f.visibility',
    md5: 'f.md5',
    sha256: 'f.sha256',
    rejection: 'f.rejection',
    hints: 'f.hints',
    createdAt: 'f.created_at',
    uploadedAt: 'f.uploaded_at',
    settledAt: 'f.settled_at',
  },
  access: { id: 'f.id', ownerId: 'f.owner_id', status: 'f.status', visibility: 'f.visibility' },
  sorts: {
    name: { sql: 'f.name', type: 'text' },
    createdAt: { sql: 'f.created_at', type: 'timestamptz' },
    size: { sql: 'f.size', type: 'bigint' },
  },
  defaultSort: 'name',
  search: (text, p) => `f.name ILIKE ${p.add(containing(text))}`,
  filters: (query, p) => [
    query.status ? oneOf('f.status', query.status, p) : `f.status = ANY(${countedSql})`,
  ],
};
