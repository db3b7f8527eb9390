import type { ListDefinition } from '../../platform/lists/list-definition.ts';
import type { ListQuery } from '../../platform/lists/list.contract.ts';
import { containing } from '../../platform/lists/like.ts';
import type { Shelf } from './kept-answers.ts';

/** What ENA said to one request, in the order in which it was asked; access was decided by the request. */
export const answerListOf = ({ table, owner, owners }: Shelf): ListDefinition<ListQuery> => ({
  subject: null,
  from: `${table} n`,
  decorate: `JOIN ${owners} t ON t.id = n.${owner}`,
  id: { sql: 'n.id', type: 'uuid' },
  columns: {
    id: 'n.id',
    asked: 'n.asked',
    meaning: 'n.meaning',
    message: 'n.message',
    askedAt: 'n.asked_at',
    durationMs: 'n.duration_ms',
    httpStatus: 'n.http_status',
    contentType: 'n.content_type',
    sha256: 'n.sha256',
    bytes: 'n.bytes',
    isDeciding: 'n.id IS NOT DISTINCT FROM t.answer_id',
  },
  access: {},
  sorts: { askedAt: { sql: 'n.asked_at', type: 'timestamptz' } },
  defaultSort: 'askedAt',
  search: (text, p) => `n.message ILIKE ${p.add(containing(text))}`,
  filters: () => [],
});
