import type { Ref } from '../../submissions/record-details.ts';
import type { Relative } from './coverage.ts';

export type Reader = { query<Row>(sql: string, parameters: unknown[]): Promise<Row[]> };

export type FamilyMember = Relative & { ownerId: string; alias: string; title: string };

type Row = Omit<FamilyMember, 'parent'> & {
  study: Ref | null;
  experiment: Ref | null;
  /** ERP… of a project. */
  studyAccession: string | null;
};

/** What ENA calls a record; what the test service has forgotten since is nothing any more. */
export const enaAccessionOf = (accession: string, environment: string, authority = 'ENA') => `(
  SELECT x.identifier FROM external_identifiers x
   WHERE x.accession = ${accession} AND x.authority = '${authority}' AND x.environment = ${environment}
     AND (x.expires_at IS NULL OR x.expires_at > now()) ORDER BY x.recorded_at DESC LIMIT 1)`;

const columns = `a.accession, a.kind, a.status, a.submission_id AS "submissionId", a.owner_id AS "ownerId", a.alias, a.title,
  ${enaAccessionOf('a.accession', '$2')} AS "enaAccession", ${enaAccessionOf('a.accession', '$2', 'Study')} AS "studyAccession", nullif(r.details -> 'study', 'null') AS study,
  nullif(r.details -> 'experiment', 'null') AS experiment`;

/** Each record as the last revision that had it says it. */
const lastSaid = `SELECT DISTINCT ON (submission_id, type, alias) submission_id, type, alias, details FROM revision_records
  WHERE submission_id = ANY($1) AND type <> 'sample' ORDER BY submission_id, type, alias, revision DESC`;

/** Beyond this many submissions that refer to each other somebody has to look anyway. */
const mostRounds = 20;

/** One record, as its family would have it. */
export async function memberOf(
  reader: Reader,
  accession: string,
  environment: string,
): Promise<FamilyMember | undefined> {
  const [row] = await reader.query<Row>(
    `SELECT ${columns} FROM accessions a LEFT JOIN (SELECT NULL::jsonb AS details) r ON true WHERE a.accession = $1`,
    [accession, environment],
  );
  return row && { ...withoutRefs(row), parent: null };
}

/**
 * Everything that was deposited with a record, and what in other submissions refers to it or to what refers to it: by
 * the accession it has here, or at ENA.
 */
export async function familyOf(
  reader: Reader,
  record: FamilyMember,
  environment: string,
): Promise<FamilyMember[]> {
  let submissions = [record.submissionId];
  for (let round = 0; ; round++) {
    const rows = await rowsOf(reader, submissions, environment, record.submissionId);
    const family = related(rows);
    const more = await referringTo(reader, family);
    const known = new Set(submissions);
    const fresh = more.filter((id) => !known.has(id));
    if (fresh.length === 0 || round === mostRounds) return family;
    submissions = [...submissions, ...fresh];
  }
}

/** Samples only of the record's own submission: those of others do not go with it. */
function rowsOf(
  reader: Reader,
  submissions: readonly string[],
  environment: string,
  own: string,
): Promise<Row[]> {
  return reader.query<Row>(
    `SELECT ${columns} FROM accessions a
       LEFT JOIN (${lastSaid}) r ON r.submission_id = a.submission_id AND r.type = a.kind AND r.alias = a.alias
      WHERE a.submission_id = ANY($1) AND (a.kind <> 'sample' OR a.submission_id = $3)
      ORDER BY array_position(ARRAY['project', 'sample', 'experiment', 'run', 'analysis'], a.kind), a.accession`,
    [submissions, environment, own],
  );
}

/** Submissions with a record that names a project or an experiment of the family by an accession. */
async function referringTo(reader: Reader, family: readonly FamilyMember[]): Promise<string[]> {
  const named = (kind: string) =>
    family
      .filter((one) => one.kind === kind)
      .flatMap(({ accession, enaAccession: ena }) => [accession, ...(ena ? [ena] : [])]);
  const rows = await reader.query<{ id: string }>(
    `SELECT submission_id AS id FROM revision_records WHERE details -> 'study' ->> 'accession' = ANY($1 || ARRAY(
       SELECT identifier FROM external_identifiers WHERE accession = ANY($1) AND authority = 'Study'))
     UNION SELECT submission_id FROM revision_records WHERE details -> 'experiment' ->> 'accession' = ANY($2)`,
    [named('project'), named('experiment')],
  );
  return rows.map(({ id }) => id);
}

function related(rows: readonly Row[]): FamilyMember[] {
  const byName = new Map<string, string>();
  const projects = new Map<string, string>();
  const experiments = new Map<string, string>();
  for (const { accession, enaAccession: ena, studyAccession, kind, submissionId, alias } of rows) {
    byName.set(accession, accession);
    for (const name of [ena, studyAccession]) if (name) byName.set(name, accession);
    if (kind === 'project') projects.set(submissionId, accession);
    if (kind === 'experiment') experiments.set(`${submissionId} ${alias}`, accession);
  }
  const named = (ref: Ref): string | null =>
    'accession' in ref ? (byName.get(ref.accession) ?? null) : null;
  const parentOf = ({ kind, submissionId, study, experiment }: Row): string | null => {
    if (kind === 'run')
      return experiment && 'alias' in experiment
        ? (experiments.get(`${submissionId} ${experiment.alias}`) ?? null)
        : experiment && named(experiment);
    if (kind !== 'experiment' && kind !== 'analysis') return null;
    // No study is the submission's own, as is one named by its alias: a submission has no other.
    return study && 'accession' in study ? named(study) : (projects.get(submissionId) ?? null);
  };
  return rows.map((row) => ({ ...withoutRefs(row), parent: parentOf(row) }));
}

function withoutRefs(row: Row): Omit<FamilyMember, 'parent'> {
  const { study: _study, experiment: _experiment, studyAccession: _accession, ...rest } = row;
  return rest;
}
