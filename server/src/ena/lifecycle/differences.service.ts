import { Inject, Injectable } from '@nestjs/common';
import type { AccessionKind } from '../../accessions/accession.contract.ts';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { notFound } from '../../platform/errors/app.error.ts';
import { type Obstacle, type Said, differingFields, obstacleTo } from './difference.ts';
import { enaAccessionOf, type Reader } from './family.queries.ts';

export type Difference = {
  accession: string;
  kind: AccessionKind;
  alias: string;
  title: string;
  ownerId: string;
  status: string;
  enaAccession: string;
  sentRevision: number;
  fields: string[];
  obstacle: Obstacle | null;
};

type Row = Omit<Difference, 'fields' | 'obstacle'> & { before: Said; after: Said };

/** Which revision ENA was given of each record last: with a batch, or by a request after it. */
const sentRevisions = `
  SELECT accession, max(revision) AS revision FROM (
    SELECT i.accession, bs.revision FROM ena_batch_items i
      JOIN ena_batch_submissions bs ON bs.batch_id = i.batch_id AND bs.submission_id = i.submission_id
     WHERE i.submission_id = $1 AND i.environment = $2 AND i.status = 'accepted'
    UNION ALL
    SELECT o.accession, q.revision FROM ena_request_objects o JOIN ena_requests q ON q.id = o.request_id
     WHERE q.submission_id = $1 AND q.environment = $2 AND q.kind = 'modify' AND q.status = 'done') given
   GROUP BY accession`;

const saidOf = (
  r: string,
  checklist: string,
) => `json_build_object('title', ${r}.title, 'description', ${r}.description,
  'taxonId', ${r}.taxon_id, 'scientificName', ${r}.scientific_name, 'attributes', ${r}.attributes, 'details', ${r}.details,
  'checklist', CASE WHEN a.kind = 'sample' THEN ${checklist}.checklist END)`;

const projectSaid = (v: string) => `json_build_object('title', ${v}.title, 'description', ${v}.description)`;

const content = (r: string) =>
  `(${r}.title, ${r}.description, ${r}.taxon_id, ${r}.scientific_name, ${r}.attributes, ${r}.details)`;

const record = `a.accession, a.kind, a.alias, a.title, a.owner_id AS "ownerId", a.status, ena.accession AS "enaAccession",
  sent.revision AS "sentRevision"`;

const joined = `FROM submissions s JOIN accessions a ON a.submission_id = s.id AND a.status <> 'withdrawn'
  JOIN sent ON sent.accession = a.accession AND sent.revision < s.revision
  CROSS JOIN LATERAL (SELECT ${enaAccessionOf('a.accession', '$2')} AS accession) ena
  JOIN revisions v ON v.submission_id = s.id AND v.number = s.revision
  JOIN revisions w ON w.submission_id = s.id AND w.number = sent.revision`;

/** Compares what was approved with what ENA was sent. */
@Injectable()
export class EnaDifferences {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /**
   * @returns the approved revision, null while none is; and what differs, in ENA's order of types
   * @throws AppError `submission.not_found`
   */
  async of(
    reader: Reader,
    submissionId: string,
  ): Promise<{ revision: number | null; differences: Difference[] }> {
    const [submission] = await reader.query<{ revision: number; status: string }>(
      'SELECT revision, status FROM submissions WHERE id = $1',
      [submissionId],
    );
    if (!submission) throw notFound('submission', submissionId);
    if (submission.status !== 'approved') return { revision: null, differences: [] };
    const rows = await reader.query<Row>(
      `WITH sent AS MATERIALIZED (${sentRevisions})
       SELECT ${record}, ${projectSaid('w')} AS before, ${projectSaid('v')} AS after, 0 AS position ${joined}
        WHERE s.id = $1 AND a.kind = 'project' AND ena.accession IS NOT NULL
          AND (v.title, v.description) IS DISTINCT FROM (w.title, w.description)
       UNION ALL
       SELECT ${record}, ${saidOf('o', 'w')}, ${saidOf('n', 'v')}, n.position + 1 ${joined}
         JOIN revision_records n ON n.submission_id = s.id AND n.revision = s.revision AND n.alias = a.alias AND n.type = a.kind
         JOIN revision_records o ON o.submission_id = s.id AND o.revision = sent.revision AND o.alias = a.alias AND o.type = a.kind
        WHERE s.id = $1 AND a.kind <> 'project' AND ena.accession IS NOT NULL
          AND (${content('n')} IS DISTINCT FROM ${content('o')} OR (a.kind = 'sample' AND v.checklist <> w.checklist))
        ORDER BY position`,
      [submissionId, this.config.ENA_ENVIRONMENT],
    );
    return { revision: submission.revision, differences: rows.map(differenceOf) };
  }
}

function differenceOf({ before, after, ...row }: Row): Difference {
  const fields = differingFields(before, after);
  const { accession, kind, alias, title, ownerId, status, enaAccession, sentRevision } = row;
  const types = [before.details?.['type'], after.details?.['type']];
  const obstacle = obstacleTo(kind, row, fields, types) ?? null;
  return { accession, kind, alias, title, ownerId, status, enaAccession, sentRevision, fields, obstacle };
}
