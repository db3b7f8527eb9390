import type { z } from 'zod';
import { containing } from '../platform/lists/like.ts';
import type { ListDefinition } from '../platform/lists/list-definition.ts';
import { oneOf } from '../platform/lists/one-of.ts';
import type { accessionListQuery } from './accession.contract.ts';

export type AccessionListQuery = z.infer<typeof accessionListQuery>;

/** The identifiers of an accession at other archives, as JSON; `a` is the accession's row. */
export const externalOf = (accession: string) => `coalesce((
  SELECT json_agg(json_build_object('authority', x.authority, 'identifier', x.identifier, 'environment', x.environment,
           'expiresAt', x.expires_at, 'isExpired', coalesce(x.expires_at <= now(), false))
           ORDER BY x.authority = 'ENA' DESC, x.authority, x.recorded_at DESC, x.environment, x.identifier)
    FROM external_identifiers x WHERE x.accession = ${accession}), '[]'::json)`;

export const accessionList: ListDefinition<AccessionListQuery> = {
  subject: 'Accession',
  from: 'accessions a',
  id: { sql: 'a.accession', type: 'text' },
  columns: {
    id: 'a.accession',
    accession: 'a.accession',
    kind: 'a.kind',
    status: 'a.status',
    title: 'a.title',
    alias: 'a.alias',
    submissionId: 'a.submission_id',
    holdDate: 'a.hold_date',
    publicAt: 'a.public_at',
    statusAt: 'a.status_at',
    category: 'a.category',
    supersededBy: 'a.superseded_by',
    mintedAt: 'a.minted_at',
    external: externalOf('a.accession'),
  },
  access: { ownerId: 'a.owner_id', status: 'a.status' },
  sorts: {
    mintedAt: { sql: 'a.minted_at', type: 'timestamptz' },
    accession: { sql: 'a.accession', type: 'text' },
  },
  defaultSort: '-mintedAt',
  // An identifier of ours or of another archive, or words of the title. As an array, found first: either way by an index.
  search: (text, p) => {
    const pattern = p.add(containing(text));
    return `((a.accession || ' ' || a.alias || ' ' || a.title) ILIKE ${pattern}
      OR a.accession = ANY(ARRAY(SELECT x.accession FROM external_identifiers x WHERE x.identifier = upper(${p.add(text)}))))`;
  },
  filters: (query, p) => [
    query.kind && oneOf('a.kind', query.kind, p),
    query.status && oneOf('a.status', query.status, p),
    query.submissionId && `a.submission_id = ${p.add(query.submissionId)}`,
  ],
};
