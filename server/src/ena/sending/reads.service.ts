import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { SubmissionFiles } from '../../submissions/uploads/submission-files.ts';
import { submissionReference } from '../batches/batches.queries.ts';
import type { AccessionKind } from '../../accessions/accession.contract.ts';
import type { AnalysisInput } from '../webin/xml/analysis.xml.ts';
import type { ExperimentInput } from '../webin/xml/experiment.xml.ts';
import type { RunInput } from '../webin/xml/run.xml.ts';
import type { Assembly } from '../assemblies/assembly.ts';
import { UnsendableError } from '../webin/xml/unsendable.error.ts';
import { storedAlias } from './stored-alias.ts';
import { attachedFile, type AttachedFile, UnfitFile } from './attached-files.ts';
import { analysisInput, experimentInput, type ReadsRecord, runInput } from './reads-inputs.ts';
import { DanglingReference, type Known, References } from './references.ts';

/** An item of a batch, as far as its content goes. */
export type ContentItem = { type: AccessionKind; accession: string; enaAlias: string; alias: string };

export type PreparedReads = {
  experiments: ReadonlyMap<string, ExperimentInput>;
  runs: ReadonlyMap<string, RunInput>;
  analyses: ReadonlyMap<string, AnalysisInput>;
  /** Analyses that only Webin-CLI can send; it brings their files there itself. */
  assemblies: ReadonlyMap<string, Assembly>;
  /** Files that ENA has to have before, by the record (key: its alias at ENA) that names them. */
  files: ReadonlyMap<string, readonly AttachedFile[]>;
  /** Accessions, SeqDB's or ENA's, of what a record refers to; by its alias at ENA. */
  references: ReadonlyMap<string, readonly string[]>;
  /** Why a record cannot go, in a sentence that begins with it; by its alias at ENA. */
  obstacles: ReadonlyMap<string, string>;
};

/** Makes experiments, runs and analyses of a frozen revision ready for ENA: what they refer to, and their files. */
@Injectable()
export class EnaReads {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uow: UnitOfWork,
    private readonly files: SubmissionFiles,
  ) {}

  /** @param items all that are to travel in one request; what is no experiment, run or analysis may be referred to */
  async prepare(
    submissionId: string,
    revision: number,
    items: readonly ContentItem[],
  ): Promise<PreparedReads> {
    const wanted = items.filter(({ type }) => type !== 'project' && type !== 'sample');
    if (wanted.length === 0) return nothing;
    const { records, known, stored, reference } = await this.load(submissionId, revision, wanted);
    const references = new References(known);
    for (const item of items) if (!wanted.includes(item)) references.add(item.accession, item.enaAlias);
    return prepared(records, {
      references,
      centerName: this.config.ENA_CENTER_NAME,
      attach: (named) => attachedFile(named, stored, reference),
    });
  }

  private load(submissionId: string, revision: number, items: readonly ContentItem[]) {
    return this.uow.run(async (tx) => {
      const records = await tx.query<ReadsRecord>(
        `SELECT i."enaAlias", i.accession, r.type, r.alias, r.title, r.description, r.attributes, r.details
           FROM revision_records r JOIN jsonb_to_recordset($3::jsonb) AS i (type text, alias text, accession text, "enaAlias" text) USING (type, alias)
          WHERE r.submission_id = $1 AND r.revision = $2 ORDER BY r.position`,
        [submissionId, revision, JSON.stringify(items)],
      );
      const known = await tx.query<Known>(
        `SELECT a.accession, a.kind AS type, a.alias, a.submission_id = $1 AS "isOwn",
                CASE WHEN EXISTS (SELECT 1 FROM external_identifiers x WHERE x.accession = a.accession AND x.authority = 'ENA'
                  AND x.environment = $2 AND (x.expires_at IS NULL OR x.expires_at > now()))
                THEN ${storedAlias('a.accession', '$2')} END AS "enaAlias"
           FROM accessions a WHERE a.submission_id = $1 OR a.accession = ANY($3)`,
        [submissionId, this.config.ENA_ENVIRONMENT, namedIn(records)],
      );
      const [{ reference = '' } = {}] = await tx.query<{ reference: string }>(
        `SELECT ${submissionReference} AS reference FROM submissions s WHERE s.id = $1`,
        [submissionId],
      );
      return { records, known, reference, stored: await this.files.byName(tx, submissionId) };
    });
  }
}

function prepared(records: readonly ReadsRecord[], context: Parameters<typeof runInput>[1]): PreparedReads {
  const experiments = new Map<string, ExperimentInput>();
  const runs = new Map<string, RunInput>();
  const analyses = new Map<string, AnalysisInput>();
  const assemblies = new Map<string, Assembly>();
  const files = new Map<string, AttachedFile[]>();
  const references = new Map<string, string[]>();
  const obstacles = new Map<string, string>();
  const take = (record: ReadsRecord): void => {
    if (record.type === 'experiment') {
      experiments.set(record.enaAlias, experimentInput(record, context));
    } else if (record.type === 'run') {
      const run = runInput(record, context);
      runs.set(record.enaAlias, run.input);
      files.set(record.enaAlias, run.files);
    } else {
      const analysis = analysisInput(record, context);
      if ('assembly' in analysis) {
        assemblies.set(record.enaAlias, analysis.assembly);
      } else {
        analyses.set(record.enaAlias, analysis.input);
        files.set(record.enaAlias, analysis.files);
      }
    }
    references.set(record.enaAlias, context.references.takeNamed());
    context.references.add(record.accession, record.enaAlias);
  };
  // In the order of their positions each refers to earlier ones only: experiments, runs, analyses.
  for (const record of records) {
    try {
      take(record);
    } catch (error) {
      obstacles.set(record.enaAlias, obstacleOf(record, error));
      context.references.takeNamed();
    }
  }
  return { experiments, runs, analyses, assemblies, files, references, obstacles };
}

/** @throws what is no fault of the record's */
function obstacleOf({ type, alias }: ReadsRecord, error: unknown): string {
  const name = `The ${type} “${alias}” cannot be sent`;
  if (error instanceof DanglingReference || error instanceof UnfitFile) return `${name}: ${error.message}.`;
  if (error instanceof UnsendableError) return `${name}: ${error.message}`;
  if (error instanceof z.ZodError)
    return `${name}: what was approved of it is not complete (${error.issues[0]?.path.join('.') ?? 'details'}).`;
  throw error;
}

/** Accessions that records name, ours among them. */
function namedIn(records: readonly ReadsRecord[]): string[] {
  const named = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'accession' && typeof inner === 'string') named.add(inner);
      else look(inner);
    }
  };
  for (const { details } of records) look(details);
  return [...named];
}

const nothing: PreparedReads = {
  experiments: new Map(),
  runs: new Map(),
  analyses: new Map(),
  assemblies: new Map(),
  files: new Map(),
  references: new Map(),
  obstacles: new Map(),
};
