import type { z } from 'zod';
import { containing } from '../../platform/lists/like.ts';
import type { ListDefinition } from '../../platform/lists/list-definition.ts';
import { atEnaSql, componentsSql } from '../lifecycle/umbrella/umbrella-rows.ts';
import { umbrellaRequestColumns } from './umbrella-requests.queries.ts';
import { isInState, stateSql } from './umbrella-states.ts';
import type { umbrellaListQuery } from './umbrella.contract.ts';

export type UmbrellaListQuery = z.infer<typeof umbrellaListQuery>;

const reference = `'UMB-' || lpad(u.number::text, 6, '0')`;

const atEna = atEnaSql('u');

const lastRequest = Object.entries(umbrellaRequestColumns)
  .map(([name, sql]) => `'${name}', ${sql}`)
  .join(', ');

/** Umbrella projects, the newest first. */
export const umbrellaList: ListDefinition<UmbrellaListQuery> = {
  subject: 'EnaRequest',
  from: 'ena_umbrellas u',
  decorate: `JOIN users w ON w.id = u.created_by
    LEFT JOIN LATERAL (SELECT * FROM ena_requests r WHERE r.umbrella_id = u.id ORDER BY r.number DESC LIMIT 1) q ON true`,
  id: { sql: 'u.id', type: 'uuid' },
  columns: {
    id: 'u.id',
    reference,
    state: stateSql,
    environment: 'u.environment',
    title: 'u.title',
    description: 'u.description',
    name: 'u.name',
    components: `(SELECT coalesce(json_agg(json_build_object('accession', k.accession, 'enaAccession', k."enaAccession", 'title', k.title)
      ORDER BY k.position), '[]') FROM (${componentsSql('u.components', 'u.environment')}) k)`,
    holdDate: 'u.hold_date',
    enaAccession: `CASE WHEN ${atEna} THEN u.ena_accession END`,
    registeredAt: `CASE WHEN ${atEna} THEN u.registered_at END`,
    request: `CASE WHEN q.id IS NOT NULL THEN json_build_object(${lastRequest}) END`,
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
  filters: ({ state }) => [state && `(${state.map((one) => isInState[one]).join(' OR ')})`],
};
