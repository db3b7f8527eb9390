import { containing } from '../../platform/lists/like.ts';
import type { ListDefinition } from '../../platform/lists/list-definition.ts';
import type { ListQuery } from '../../platform/lists/list.contract.ts';
import { requestReferenceSql } from '../lifecycle/request-rows.ts';
import { atEnaSql, componentsSql } from '../lifecycle/umbrella/umbrella-rows.ts';

const reference = `'UMB-' || lpad(u.number::text, 6, '0')`;

const atEna = atEnaSql('u');

/** Whether a worker goes on with the request: of one that is answered nobody asks. */
const underWay = `(q.status IN ('requested', 'sending') AND EXISTS (SELECT 1 FROM tasks t
  WHERE t.name = 'ena.request' AND t.payload ->> 'requestId' = q.id::text AND t.state IN ('ready', 'running')))`;

/** Umbrella projects, the newest first. */
export const umbrellaList: ListDefinition<ListQuery> = {
  subject: 'EnaRequest',
  from: 'ena_umbrellas u',
  decorate: `JOIN users w ON w.id = u.created_by
    LEFT JOIN LATERAL (SELECT * FROM ena_requests r WHERE r.umbrella_id = u.id ORDER BY r.number DESC LIMIT 1) q ON true`,
  id: { sql: 'u.id', type: 'uuid' },
  columns: {
    id: 'u.id',
    reference,
    state: `CASE WHEN q.status IN ('requested', 'sending') THEN 'sending' WHEN q.status = 'attention' THEN 'attention'
      WHEN NOT ${atEna} THEN 'draft' WHEN u.sent_version = u.content_version THEN 'registered' ELSE 'changed' END`,
    environment: 'u.environment',
    title: 'u.title',
    description: 'u.description',
    name: 'u.name',
    components: `(SELECT coalesce(json_agg(json_build_object('accession', k.accession, 'enaAccession', k."enaAccession", 'title', k.title)
      ORDER BY k.position), '[]') FROM (${componentsSql('u.components', 'u.environment')}) k)`,
    holdDate: 'u.hold_date',
    enaAccession: `CASE WHEN ${atEna} THEN u.ena_accession END`,
    registeredAt: `CASE WHEN ${atEna} THEN u.registered_at END`,
    request: `CASE WHEN q.id IS NOT NULL THEN json_build_object('id', q.id, 'reference', ${requestReferenceSql('q')},
      'status', q.status, 'messages', q.messages, 'payloadSha256', q.payload_sha256, 'payloadBytes', q.payload_bytes,
      'answerCount', (SELECT count(*) FROM ena_request_answers n WHERE n.request_id = q.id),
      'isUnderWay', ${underWay}, 'finishedAt', q.finished_at) END`,
    createdBy: `json_build_object('id', w.id, 'name', w.name)`,
    createdAt: 'u.created_at',
    updatedAt: 'u.updated_at',
    version: 'u.version',
  },
  access: {},
  sorts: { createdAt: { sql: 'u.created_at', type: 'timestamptz' } },
  defaultSort: '-createdAt',
  search: (text, p) =>
    `(${reference} || ' ' || u.title || ' ' || coalesce(u.ena_accession, '')) ILIKE ${p.add(containing(text))}`,
  filters: () => [],
};
