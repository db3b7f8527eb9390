import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/database/tx.ts';
import { UnitOfWork } from '../../../platform/database/unit-of-work.ts';
import type { RecordRow } from '../../../submissions/record-rows.ts';
import { SubmissionFiles } from '../../../submissions/uploads/submission-files.ts';
import type { AccessionType } from '../../../validation/reads/reads.ts';
import { ReadsValidation } from '../../../validation/reads/validate-reads.ts';
import type { Finding } from '../../../validation/validation.contract.ts';

/** The check of a revision's experiments, runs and analyses, fed with its records in their order. */
export type RevisionReads = {
  record(record: RecordRow): Finding[];
  end(): Finding[];
};

/** Checks the experiments, runs and analyses of a submitted revision, as they were checked before they were handed in. */
@Injectable()
export class EnaReadsCheck {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly files: SubmissionFiles,
  ) {}

  begin(submissionId: string, revision: number, projectAlias: string): Promise<RevisionReads> {
    return this.uow.run(async (tx) => {
      const files = [...(await this.files.byName(tx, submissionId))].map(
        ([name, { md5, status }]) => [name, { md5, isVerified: status === 'verified' }] as const,
      );
      const validation = new ReadsValidation({
        projectAlias,
        samples: await samplesOf(tx, submissionId, revision),
        accessions: await accessionsNamed(tx, submissionId, revision),
        columns: new Map(),
        files: new Map(files),
      });
      return { record: (record) => checked(validation, record), end: () => validation.end() };
    });
  }
}

function checked(validation: ReadsValidation, { alias, title, row, details }: RecordRow): Finding[] {
  const input = { alias, title, row, sheet: null };
  if (details && 'library' in details) return validation.experiment({ ...input, details });
  if (details && 'experiment' in details) return validation.run({ ...input, details, fileRows: [] });
  if (details && 'properties' in details) return validation.analysis({ ...input, details });
  return [];
}

async function samplesOf(tx: Tx, submissionId: string, revision: number): Promise<Set<string>> {
  const rows = await tx.query<{ alias: string }>(
    `SELECT alias FROM revision_records WHERE submission_id = $1 AND revision = $2 AND type = 'sample'`,
    [submissionId, revision],
  );
  return new Set(rows.map(({ alias }) => alias));
}

/** SeqDB's accessions that the records name. Whether their depositor may was decided when they were handed in. */
async function accessionsNamed(
  tx: Tx,
  submissionId: string,
  revision: number,
): Promise<Map<string, AccessionType>> {
  const rows = await tx.query<{ accession: string; kind: AccessionType }>(
    `SELECT a.accession, a.kind FROM accessions a
      WHERE a.accession = ANY(ARRAY(
              SELECT DISTINCT named.accession FROM revision_records r
               CROSS JOIN LATERAL (SELECT value #>> '{}' AS accession FROM jsonb_path_query(r.details, '$.*.accession') value) named
               WHERE r.submission_id = $1 AND r.revision = $2 AND r.details IS NOT NULL))`,
    [submissionId, revision],
  );
  return new Map(rows.map(({ accession, kind }) => [accession, kind]));
}
