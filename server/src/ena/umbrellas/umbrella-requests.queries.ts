import { containing } from '../../platform/lists/like.ts';
import type { ListDefinition } from '../../platform/lists/list-definition.ts';
import type { ListQuery } from '../../platform/lists/list.contract.ts';
import { requestReferenceSql } from '../lifecycle/request-rows.ts';

/** Whether a worker goes on with the request: of one that is answered nobody asks. */
const underWay = `(q.status IN ('requested', 'sending') AND EXISTS (SELECT 1 FROM tasks t
  WHERE t.name = 'ena.request' AND t.payload ->> 'requestId' = q.id::text AND t.state IN ('ready', 'running')))`;

const reference = requestReferenceSql('q');

/** View field → SQL, of a request `q` for an umbrella, as the umbrella shows its last one. */
export const umbrellaRequestColumns = {
  id: 'q.id',
  reference,
  status: 'q.status',
  messages: 'q.messages',
  payloadSha256: 'q.payload_sha256',
  payloadBytes: 'q.payload_bytes',
  answerCount: '(SELECT count(*) FROM ena_request_answers n WHERE n.request_id = q.id)',
  isUnderWay: underWay,
  finishedAt: 'q.finished_at',
};

/** All that was asked of ENA for one umbrella project; access was decided by the umbrella. */
export const umbrellaRequestList: ListDefinition<ListQuery> = {
  subject: null,
  from: 'ena_requests q',
  decorate: 'JOIN users u ON u.id = q.created_by LEFT JOIN users v ON v.id = q.settled_by',
  id: { sql: 'q.id', type: 'uuid' },
  columns: {
    ...umbrellaRequestColumns,
    revision: 'q.revision',
    reason: 'q.reason',
    createdBy: `json_build_object('id', u.id, 'name', u.name)`,
    createdAt: 'q.created_at',
    sentAt: 'q.sent_at',
    settledBy: `CASE WHEN v.id IS NOT NULL THEN json_build_object('id', v.id, 'name', v.name) END`,
  },
  access: {},
  sorts: { number: { sql: 'q.number', type: 'bigint' } },
  defaultSort: '-number',
  search: (text, p) => `(${reference} || ' ' || q.reason) ILIKE ${p.add(containing(text))}`,
  filters: () => [],
};
