import type { Tx } from '../platform/database/tx.ts';
import { readsIdentifiers } from './reads/columns.ts';
import { type ReadsShape, readsCells, readsHeader } from './reads/reads-sheet.ts';
import { firstPosition } from './record-positions.ts';
import { recordBatches, type RecordRow } from './record-rows.ts';
import { sheetLine } from './sheet-line.ts';

/**
 * The experiments and runs of a submission as a portal sheet of reads that can be uploaded again: a row for each run
 * with its experiment, then the experiments that have none. Aliases have columns of their own, so that they stay.
 */
export async function* readsLines(tx: Tx, id: string): AsyncGenerator<string> {
  const shape = await shapeOf(tx, id);
  const identifiers = shape.isApproved ? readsIdentifiers : [];
  yield sheetLine(['FileType', shape.fileType, 'Read submission file type']);
  yield sheetLine([...readsHeader(shape), ...identifiers]);
  for await (const runs of recordBatches(tx, id, firstPosition.run, firstPosition.analysis)) {
    const experiments = await experimentsOf(tx, id, runs);
    const known = await identifiersOf(tx, id, shape, [...runs, ...experiments.values()]);
    yield runs.map((run) => lineOf(shape, experiments.get(experimentAlias(run)), run, known)).join('');
  }
  const used = await namedExperiments(tx, id);
  for await (const batch of recordBatches(tx, id, firstPosition.experiment, firstPosition.run)) {
    const lonely = batch.filter(({ alias }) => !used.has(alias));
    const known = await identifiersOf(tx, id, shape, lonely);
    yield lonely.map((experiment) => lineOf(shape, experiment, undefined, known)).join('');
  }
}

type Known = ReadonlyMap<string, { accession: string; ena: string | null }>;

function lineOf(
  shape: ReadsShape & { isApproved: boolean },
  experiment: RecordRow | undefined,
  run: RecordRow | undefined,
  known: Known,
): string {
  const cells = readsCells(shape, experiment, run);
  if (!shape.isApproved) return sheetLine(cells);
  const [ofExperiment, ofRun] = [experiment, run].map((record) =>
    record ? known.get(`${record.type}/${record.alias}`) : undefined,
  );
  const identifiers = [ofExperiment?.accession, ofRun?.accession, ofExperiment?.ena, ofRun?.ena];
  return sheetLine([...cells, ...identifiers.map((identifier) => identifier ?? '')]);
}

const experimentAlias = ({ details }: RecordRow): string => {
  const ref = details && 'experiment' in details ? details.experiment : null;
  return ref !== null && 'alias' in ref ? ref.alias : '';
};

async function shapeOf(tx: Tx, id: string): Promise<ReadsShape & { isApproved: boolean }> {
  const [row] = await tx.query<ReadsShape & { types: string[] | null; isApproved: boolean }>(
    `SELECT coalesce(max(jsonb_array_length(details -> 'files')), 0)::int AS "mostFiles",
            coalesce(bool_or(type = 'experiment' AND title <> ''), false) AS "hasExperimentTitles",
            coalesce(bool_or(type = 'run' AND title <> ''), false) AS "hasRunTitles",
            coalesce(bool_or(details @? '$.files[*].readTypes[*]'), false) AS "hasReadTypes",
            (SELECT array_agg(DISTINCT f ->> 'type') FROM records r, jsonb_array_elements(r.details -> 'files') f
              WHERE r.submission_id = $1 AND r.type = 'run') AS types,
            EXISTS (SELECT 1 FROM accessions WHERE submission_id = $1) AS "isApproved"
       FROM records WHERE submission_id = $1 AND type IN ('experiment', 'run')`,
    [id],
  );
  if (!row) throw new Error('an aggregate has a row');
  const { types, ...shape } = row;
  const [only, ...others] = types ?? [];
  return { ...shape, fileType: only ?? 'fastq', hasFileTypes: others.length > 0 };
}

async function experimentsOf(
  tx: Tx,
  id: string,
  runs: readonly RecordRow[],
): Promise<Map<string, RecordRow>> {
  const rows = await tx.query<RecordRow>(
    `SELECT id, type, alias, title, details FROM records
      WHERE submission_id = $1 AND type = 'experiment' AND alias = ANY($2) ORDER BY position DESC`,
    [id, runs.map(experimentAlias)],
  );
  return new Map(rows.map((row) => [row.alias, row]));
}

async function namedExperiments(tx: Tx, id: string): Promise<Set<string>> {
  const rows = await tx.query<{ alias: string }>(
    `SELECT DISTINCT details #>> '{experiment,alias}' AS alias FROM records WHERE submission_id = $1 AND type = 'run'`,
    [id],
  );
  return new Set(rows.map(({ alias }) => alias));
}

async function identifiersOf(
  tx: Tx,
  id: string,
  { isApproved }: { isApproved: boolean },
  records: readonly RecordRow[],
): Promise<Known> {
  if (!isApproved || records.length === 0) return new Map();
  const rows = await tx.query<{ key: string; accession: string; ena: string | null }>(
    `SELECT a.kind || '/' || a.alias AS key, a.accession, max(x.identifier) FILTER (WHERE x.authority = 'ENA') AS ena
       FROM accessions a LEFT JOIN external_identifiers x ON x.accession = a.accession AND coalesce(x.expires_at > now(), true)
      WHERE a.submission_id = $1 AND a.kind IN ('experiment', 'run') AND a.alias = ANY($2) GROUP BY a.accession`,
    [id, records.map(({ alias }) => alias)],
  );
  return new Map(rows.map(({ key, ...row }) => [key, row]));
}
