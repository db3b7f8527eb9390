import type { DataSource } from 'typeorm';
import type { ObjectRow } from '../webin/report.ts';
import type { Sighting } from './followed.rule.ts';
import type { ObjectAt } from './object-rows.ts';

/** Objects with a problem that is not resolved: it may be over. */
export async function withOpenProblem(database: DataSource, ids: readonly string[]): Promise<Set<string>> {
  const rows: { id: string }[] = await database.query(
    `SELECT DISTINCT object_id AS id FROM ena_problems WHERE object_id = ANY($1) AND status <> 'resolved'`,
    [ids],
  );
  return new Set(rows.map(({ id }) => id));
}

/**
 * ENA has no report of experiments: one is as public as the study of its submission, with which ENA publishes and cancels
 * it (ENA documentation, data release policies). Of one in somebody else's study nothing is known.
 */
export async function studySightings(
  database: DataSource,
  experiments: readonly ObjectAt[],
): Promise<Map<string, Sighting>> {
  const rows: Study[] = await database.query(
    `SELECT e.id, s.status, s.hold_until AS "holdUntil", s.public_at AS published, e.ena_accession AS "enaAccession"
       FROM ena_objects e LEFT JOIN ena_objects s
         ON s.submission_id = e.submission_id AND s.environment = e.environment AND s.type = 'project' AND s.expired_at IS NULL
      WHERE e.id = ANY($1)`,
    [experiments.map(({ id }) => id)],
  );
  return new Map(
    rows.map(({ id, ...study }) => [id, { object: study.status === null ? undefined : rowOf(study) }]),
  );
}

type Study = {
  id: string;
  enaAccession: string;
  status: string | null;
  holdUntil: Date | null;
  published: Date | null;
};

const rowOf = ({ enaAccession: id, ...study }: Omit<Study, 'id'>): ObjectRow => ({
  id,
  ...study,
  alias: null,
  secondaryId: null,
  title: null,
  created: null,
});
