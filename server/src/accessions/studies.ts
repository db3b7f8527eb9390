import type { IssuedIdentifier } from './accession.contract.ts';

type Reader = { query<Row>(sql: string, parameters: unknown[]): Promise<Row[]> };

type Row = { accession: string; own: string | null; study: string | null; experiment: string | null };

/**
 * The projects of ours that experiments, runs and analyses are a part of, as the last revision that had them says it: the
 * one that an experiment or analysis names, by the accession it has here or at ENA, or that of its submission; a run is
 * where its experiment is.
 *
 * @param environment whose accessions of ENA's are meant
 * @returns by accession; what is in a study that is none of ours is not among them
 */
export async function studiesOf(
  reader: Reader,
  accessions: readonly string[],
  environment: IssuedIdentifier['environment'],
): Promise<Map<string, string>> {
  const rows = await rowsOf(reader, accessions);
  const names = rows.flatMap(({ study, experiment }) => experiment ?? study ?? []);
  const named = await ours(reader, [...new Set(names)], environment);
  const experiments = rows.flatMap(({ experiment }) => (experiment && named.get(experiment)) ?? []);
  // Only runs name experiments: this ends here.
  const theirs =
    experiments.length > 0
      ? await studiesOf(reader, [...new Set(experiments)], environment)
      : new Map<string, string>();
  return new Map(
    rows.flatMap(({ accession, own, study, experiment }): [string, string][] => {
      const project = experiment ? theirs.get(named.get(experiment) ?? '') : study ? named.get(study) : own;
      return project ? [[accession, project]] : [];
    }),
  );
}

function rowsOf(reader: Reader, accessions: readonly string[]): Promise<Row[]> {
  return reader.query<Row>(
    `WITH asked AS MATERIALIZED (
       SELECT accession, kind, submission_id, alias FROM accessions
        WHERE accession = ANY($1) AND kind IN ('experiment', 'run', 'analysis')),
     said AS MATERIALIZED (
       SELECT DISTINCT ON (submission_id, type, alias) submission_id, type, alias, details FROM revision_records
        WHERE submission_id IN (SELECT submission_id FROM asked) AND type IN ('experiment', 'run', 'analysis')
        ORDER BY submission_id, type, alias, revision DESC)
     SELECT a.accession, p.accession AS own, r.details -> 'experiment' ->> 'accession' AS experiment,
            coalesce(e.details, r.details) -> 'study' ->> 'accession' AS study
       FROM asked a
       LEFT JOIN accessions p ON p.submission_id = a.submission_id AND p.kind = 'project'
       LEFT JOIN said r ON r.submission_id = a.submission_id AND r.type = a.kind AND r.alias = a.alias
       LEFT JOIN said e ON e.submission_id = a.submission_id AND e.type = 'experiment' AND a.kind = 'run'
        AND e.alias = r.details -> 'experiment' ->> 'alias'`,
    [accessions],
  );
}

/** Our accessions of records that are named by them, or by what ENA calls them. */
async function ours(
  reader: Reader,
  names: readonly string[],
  environment: string,
): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const rows = await reader.query<{ name: string; accession: string }>(
    `SELECT identifier AS name, accession FROM external_identifiers
      WHERE identifier = ANY($1) AND authority IN ('ENA', 'Study') AND environment = $2
        AND (expires_at IS NULL OR expires_at > now())
     UNION ALL SELECT accession, accession FROM accessions WHERE accession = ANY($1)`,
    [names, environment],
  );
  return new Map(rows.map(({ name, accession }) => [name, accession]));
}
