import { setImmediate } from 'node:timers/promises';
import type { Tx } from '../platform/database/tx.ts';
import type {
  AccessionType,
  AnalysisInput,
  ExperimentInput,
  ReadsContext,
  RunInput,
  UploadedFile,
} from '../validation/reads/reads.ts';
import { ReadsValidation } from '../validation/reads/validate-reads.ts';
import { noteFinding } from '../validation/validate.ts';
import type { Finding } from '../validation/validation.contract.ts';
import { type FindingWriter } from './finding-rows.ts';
import { aliasReferredTo } from './lone-change.ts';
import { beforeReads, firstPosition } from './record-positions.ts';
import { recordBatches, type RecordRow } from './record-rows.ts';
import { projectAliasOf, type Submission } from './submission.entity.ts';

/** Records checked at a time; then everything else in the process has its turn. */
const recordsPerTurn = 250;

/** Whether there is anything but samples to check. */
export const hasReads = ({ experimentCount, runCount, analysisCount }: Submission): boolean =>
  experimentCount + runCount + analysisCount > 0;

/**
 * Checks the experiments, runs and analyses of a submission and what they refer to.
 *
 * @param files that were uploaded, by name
 */
export async function checkReads(
  tx: Tx,
  submission: Submission,
  files: ReadonlyMap<string, UploadedFile> | undefined,
  writer: FindingWriter,
): Promise<void> {
  const tables = submission.reads?.tables ?? [];
  const validation = new ReadsValidation({
    ...contextOf(submission),
    samples: await sampleAliases(tx, submission.id),
    accessions: await accessionsNamed(tx, submission, null),
    files,
  });
  const places: { id: string; place: number }[] = [];
  const write = (findings: readonly Finding[]) =>
    writer.add(
      findings.map((finding) => {
        const at = finding.position === null ? undefined : places[finding.position];
        return { ...finding, recordId: at?.id ?? null, place: at?.place ?? beforeReads };
      }),
    );
  await write(tables.flatMap(({ notes }) => notes.map(noteFinding)));
  const batches = recordBatches(tx, submission.id, firstPosition.experiment);
  for await (const batch of batches) {
    for (const record of batch) {
      places.push({ id: record.id, place: record.position });
      const found = checked(validation, record);
      if (found.length > 0) await write(found);
      if (places.length % recordsPerTurn === 0) await setImmediate();
    }
  }
  await write(validation.end());
}

/**
 * What is found in an experiment or a run that stands alone, but for `experiment.no_run`: as among all the others.
 *
 * @param files that were uploaded, by name
 */
export async function checkAlone(
  tx: Tx,
  submission: Submission,
  files: ReadonlyMap<string, UploadedFile> | undefined,
  record: RecordRow,
): Promise<Finding[]> {
  const referred = aliasReferredTo(record.details);
  const validation = new ReadsValidation({
    ...contextOf(submission),
    samples: new Set(referred),
    accessions: await accessionsNamed(tx, submission, record.id),
    files,
  });
  if (record.type === 'run')
    for (const experiment of await experimentsNamed(tx, submission.id, referred))
      checked(validation, experiment);
  return checked(validation, record);
}

const experimentsNamed = (tx: Tx, submissionId: string, aliases: readonly string[]): Promise<RecordRow[]> =>
  tx.query<RecordRow>(
    `SELECT id, type, position, row, alias, title, details, place FROM records
      WHERE submission_id = $1 AND type = 'experiment' AND alias = ANY($2)`,
    [submissionId, aliases],
  );

function contextOf({ number, reads }: Submission): Pick<ReadsContext, 'projectAlias' | 'columns'> {
  const columns = (reads?.tables ?? []).flatMap((table) => table.columns);
  return {
    projectAlias: projectAliasOf(number),
    columns: new Map(
      columns.flatMap(({ letter, places }) => places.map((place) => [place, letter] as const)),
    ),
  };
}

function checked(validation: ReadsValidation, { details, place, ...record }: RecordRow): Finding[] {
  const input = { alias: record.alias, title: record.title, row: record.row, sheet: place?.sheet ?? null };
  if (details && 'library' in details)
    return validation.experiment({ ...input, details } satisfies ExperimentInput);
  if (details && 'experiment' in details)
    return validation.run({ ...input, details, fileRows: place?.fileRows ?? [] } satisfies RunInput);
  if (details && 'properties' in details)
    return validation.analysis({ ...input, details } satisfies AnalysisInput);
  throw new Error(`the ${record.type} ${record.id} has no details of its type`);
}

async function sampleAliases(tx: Tx, submissionId: string): Promise<Set<string>> {
  const rows = await tx.query<{ alias: string }>(
    `SELECT alias FROM records WHERE submission_id = $1 AND type = 'sample'`,
    [submissionId],
  );
  return new Set(rows.map(({ alias }) => alias));
}

/**
 * SeqDB's accessions that the records name: the depositor's own and public ones. Of others nobody learns that they exist.
 *
 * @param recordId of the only one that is asked about; null for all
 */
async function accessionsNamed(
  tx: Tx,
  { id, ownerId }: Submission,
  recordId: string | null,
): Promise<Map<string, AccessionType>> {
  const rows = await tx.query<{ accession: string; kind: AccessionType }>(
    `SELECT a.accession, a.kind FROM accessions a
      WHERE a.accession = ANY(ARRAY(
              SELECT DISTINCT named.accession FROM records r
               CROSS JOIN LATERAL (SELECT value #>> '{}' AS accession FROM jsonb_path_query(r.details, '$.*.accession') value) named
               WHERE r.submission_id = $1 AND r.details IS NOT NULL AND ($3::uuid IS NULL OR r.id = $3)))
        AND (a.owner_id = $2 OR a.status = 'public')`,
    [id, ownerId, recordId],
  );
  return new Map(rows.map(({ accession, kind }) => [accession, kind]));
}
