import type { DataSource } from 'typeorm';
import { studiesOf } from '../../accessions/studies.ts';
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
 * ENA has no report of experiments: one is as public as its study, with which ENA publishes and cancels it (ENA
 * documentation, data release policies). Of one in a study that is none of ours nothing is known.
 *
 * @param experiments of one environment
 */
export async function studySightings(
  database: DataSource,
  experiments: readonly ObjectAt[],
): Promise<Map<string, Sighting>> {
  const [first] = experiments;
  if (!first) return new Map();
  const { environment } = first;
  const projects = await studiesOf(
    database,
    experiments.map(({ accession }) => accession),
    environment,
  );
  const rows: (Study & { accession: string })[] = await database.query(
    `SELECT accession, status, hold_until AS "holdUntil", public_at AS published FROM ena_objects
      WHERE accession = ANY($1) AND environment = $2 AND type = 'project' AND expired_at IS NULL`,
    [[...new Set(projects.values())], environment],
  );
  const studies = new Map(rows.map(({ accession, ...study }) => [accession, study]));
  return new Map(
    experiments.map(({ id, accession, enaAccession }) => {
      const study = studies.get(projects.get(accession) ?? '');
      const isKnown = study !== undefined && study.status !== null;
      return [id, { object: isKnown ? rowOf({ ...study, enaAccession }) : undefined }];
    }),
  );
}

type Study = { status: string | null; holdUntil: Date | null; published: Date | null };

const rowOf = ({ enaAccession: id, ...study }: Study & { enaAccession: string }): ObjectRow => ({
  id,
  ...study,
  alias: null,
  secondaryId: null,
  title: null,
  created: null,
});
