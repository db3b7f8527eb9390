import type { Ref } from '../../submissions/record-details.ts';
import type { ItemRow } from '../batches/batch-rows.ts';

type Reader = { query<Row>(sql: string, parameters: unknown[]): Promise<Row[]> };

/** A run of a batch, with the experiment of the same batch that it belongs to, by their aliases at ENA. */
export type RunOf = { run: string; status: string; experiment: string | null };

/** The runs of a submission's part of a batch, whatever has become of them, in their order. */
export async function runsInBatch(
  reader: Reader,
  part: { batchId: string; submissionId: string; revision: number },
): Promise<RunOf[]> {
  const { batchId, submissionId, revision } = part;
  const experiments = await reader.query<Pick<ItemRow, 'alias' | 'enaAlias' | 'accession'>>(
    `SELECT alias, ena_alias AS "enaAlias", accession FROM ena_batch_items
      WHERE batch_id = $1 AND submission_id = $2 AND type = 'experiment'`,
    [batchId, submissionId],
  );
  const byAlias = new Map(experiments.map(({ alias, enaAlias }) => [alias, enaAlias]));
  const byAccession = new Map(experiments.map(({ accession, enaAlias }) => [accession, enaAlias]));
  const runs = await reader.query<{ run: string; status: string; ref: Ref | null }>(
    `SELECT i.ena_alias AS run, i.status, r.details -> 'experiment' AS ref
       FROM ena_batch_items i
       JOIN revision_records r ON r.submission_id = i.submission_id AND r.revision = $3 AND r.type = i.type AND r.alias = i.alias
      WHERE i.batch_id = $1 AND i.submission_id = $2 AND i.type = 'run' ORDER BY i.position`,
    [batchId, submissionId, revision],
  );
  const experimentOf = (ref: Ref | null): string | null => {
    if (!ref) return null;
    return ('alias' in ref ? byAlias.get(ref.alias) : byAccession.get(ref.accession)) ?? null;
  };
  return runs.map(({ run, status, ref }) => ({ run, status, experiment: experimentOf(ref) }));
}

type Named = Pick<ItemRow, 'type' | 'enaAlias'>;

/**
 * Experiments whose runs have all failed, for want of their files for example: ENA would take them, and what it has then
 * is an experiment without data that can only be cancelled. One that has no run in the batch goes: its run is elsewhere,
 * or comes later, as its depositor meant it.
 */
export function leftWithoutRun<I extends Named>(items: readonly I[], runs: readonly RunOf[]): I[] {
  const standing = new Map<string, boolean>();
  for (const { experiment, status } of runs)
    if (experiment !== null)
      standing.set(experiment, (standing.get(experiment) ?? false) || status !== 'failed');
  return items.filter(({ type, enaAlias }) => type === 'experiment' && standing.get(enaAlias) === false);
}

/**
 * The same items, each run right behind its experiment: where a request has to be cut because it is too long, an
 * experiment and its runs are in the same one, but for those at the cut.
 */
export function besideTheirRuns<I extends Named>(items: readonly I[], runs: readonly RunOf[]): I[] {
  const experimentOf = new Map(runs.map(({ run, experiment }) => [run, experiment]));
  const here = new Set(items.filter(({ type }) => type === 'experiment').map(({ enaAlias }) => enaAlias));
  const behind = new Map<string, I[]>();
  const rest: I[] = [];
  for (const item of items) {
    const experiment = item.type === 'run' ? (experimentOf.get(item.enaAlias) ?? null) : null;
    if (experiment === null || !here.has(experiment)) rest.push(item);
    else if (behind.has(experiment)) behind.get(experiment)?.push(item);
    else behind.set(experiment, [item]);
  }
  return rest.flatMap((item) => [item, ...(behind.get(item.enaAlias) ?? [])]);
}
