import type { ListDefinition } from '../../platform/lists/list-definition.ts';
import { containing } from '../../platform/lists/like.ts';
import { batchReference } from '../batches/batches.queries.ts';
import type { RunListQuery } from './schedule.contract.ts';

const mailCount = (state: string) => `count(*) FILTER (WHERE m.state = '${state}')`;

/** Past runs, the newest first. */
export const runList: ListDefinition<RunListQuery> = {
  subject: 'EnaSchedule',
  from: 'ena_schedule_runs r',
  decorate: `LEFT JOIN users u ON u.id = r.started_by
    LEFT JOIN ena_batches b ON b.id = r.batch_id
    CROSS JOIN LATERAL (SELECT json_build_object('waiting', ${mailCount('waiting')}, 'sent', ${mailCount('sent')},
        'skipped', ${mailCount('skipped')}, 'failed', ${mailCount('failed')}) AS counts
      FROM mails m WHERE m.about_type = 'EnaScheduleRun' AND m.about_id = r.id::text) mailed`,
  id: { sql: 'r.id', type: 'uuid' },
  columns: {
    id: 'r.id',
    origin: 'r.origin',
    plannedFor: 'r.planned_for',
    status: 'r.status',
    skipReason: 'r.skip_reason',
    note: 'r.note',
    startedBy: `CASE WHEN u.id IS NOT NULL THEN json_build_object('id', u.id, 'name', u.name) END`,
    startedAt: 'r.started_at',
    endedAt: 'r.ended_at',
    batch: `CASE WHEN b.id IS NOT NULL THEN
      json_build_object('id', b.id, 'reference', ${batchReference('b.number')}, 'status', b.status) END`,
    submissionCount: 'r.submission_count',
    counts: 'r.counts',
    mails: 'mailed.counts',
  },
  access: {},
  sorts: { plannedFor: { sql: 'r.planned_for', type: 'timestamptz' } },
  defaultSort: '-plannedFor',
  search: (text, p) => `r.note ILIKE ${p.add(containing(text))}`,
  filters: (query, p) => [query.status && `r.status = ANY(${p.add(query.status)})`],
};
