import type { Tx } from '../platform/database/tx.ts';
import { propertyField } from '../validation/vocabularies/analyses.contract.ts';
import { analysesHeader, type AnalysesShape, analysisCells } from './reads/analyses-sheet.ts';
import { firstPosition } from './record-positions.ts';
import { recordBatches, type RecordRow } from './record-rows.ts';
import { sheetLine } from './sheet-line.ts';

const identifierColumns = ['seqdb_analysis_accession', 'ena_analysis_accession'] as const;

/** The analyses of a submission as a table that can be uploaded again, with the accessions they have. */
export async function* analysesLines(tx: Tx, id: string): AsyncGenerator<string> {
  const { isApproved, ...shape } = await shapeOf(tx, id);
  yield sheetLine([...analysesHeader(shape), ...(isApproved ? identifierColumns : [])]);
  for await (const batch of recordBatches(tx, id, firstPosition.analysis)) {
    const known = isApproved ? await identifiersOf(tx, id, batch) : new Map<string, Identified>();
    const identifiers = ({ alias }: RecordRow) => {
      const found = known.get(alias);
      return isApproved ? [found?.accession ?? '', found?.ena ?? ''] : [];
    };
    yield batch
      .map((record) => sheetLine([...analysisCells(shape, record), ...identifiers(record)]))
      .join('');
  }
}

async function shapeOf(tx: Tx, id: string): Promise<AnalysesShape & { isApproved: boolean }> {
  const [row] = await tx.query<{ names: string[] | null; mostFiles: number; isApproved: boolean }>(
    `SELECT coalesce(max(jsonb_array_length(details -> 'files')), 0)::int AS "mostFiles",
            (SELECT array_agg(DISTINCT name) FROM records r, jsonb_object_keys(r.details -> 'properties') name
              WHERE r.submission_id = $1 AND r.type = 'analysis') AS names,
            EXISTS (SELECT 1 FROM accessions WHERE submission_id = $1 AND kind = 'analysis') AS "isApproved"
       FROM records WHERE submission_id = $1 AND type = 'analysis'`,
    [id],
  );
  if (!row) throw new Error('an aggregate has a row');
  const { names, ...shape } = row;
  return { ...shape, properties: (names ?? []).map(propertyField) };
}

type Identified = { accession: string; ena: string | null };

async function identifiersOf(
  tx: Tx,
  id: string,
  batch: readonly RecordRow[],
): Promise<Map<string, Identified>> {
  const rows = await tx.query<Identified & { alias: string }>(
    `SELECT a.alias, a.accession, max(x.identifier) FILTER (WHERE x.authority = 'ENA') AS ena
       FROM accessions a LEFT JOIN external_identifiers x ON x.accession = a.accession AND coalesce(x.expires_at > now(), true)
      WHERE a.submission_id = $1 AND a.kind = 'analysis' AND a.alias = ANY($2) GROUP BY a.accession`,
    [id, batch.map(({ alias }) => alias)],
  );
  return new Map(rows.map((row) => [row.alias, row]));
}
