import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import type { RecordRow } from '../../submissions/record-rows.ts';
import { documentUnsendable } from '../ena.errors.ts';
import { holdUntil } from './hold-until.ts';
import { type ContentItem, EnaReads, type PreparedReads } from './reads.service.ts';
import { submitterAliasTag } from './submitter-alias.ts';
import { DocumentTooLargeError } from '../webin/xml/document-bytes.ts';
import type { SampleInput } from '../webin/xml/sample.xml.ts';
import { UnsendableError } from '../webin/xml/unsendable.error.ts';
import { registration, type SubmissionInput } from '../webin/xml/submission.xml.ts';
import { webinDocumentInTurns } from '../webin/webin-document.ts';
import type { RequestedObject } from '../webin/judgement.ts';

export type Payload = {
  bytes: Uint8Array;
  sha256: string;
  objects: RequestedObject[];
  holdUntilDate: string;
};

type Revision = { title: string; description: string; checklist: string };
type Content = {
  revision: Revision;
  /** By their aliases at ENA. */
  samples: ReadonlyMap<string, SampleRow>;
  reads: PreparedReads;
};
type SampleRow = Pick<
  RecordRow,
  'alias' | 'title' | 'description' | 'taxonId' | 'scientificName' | 'attributes'
> & { enaAlias: string };

/**
 * Builds the document that registers a submission's part of a batch. Content comes from the frozen revision that was
 * approved. The alias ENA gets is made of our accession (`object-alias.ts`): unique for ever in the broker's account,
 * whatever two depositors call their samples; the depositor's own alias travels as an attribute.
 */
@Injectable()
export class EnaPayloads {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: DataSource,
    private readonly reads: EnaReads,
  ) {}

  /**
   * As many of the items as fit into one request of ENA's (15 MB), by halving: those at the beginning, so that whatever
   * refers to another record travels with it or after it.
   *
   * @param items those of the batch and submission that are to be sent, in the order of their types: project, samples,
   *   experiments, runs, analyses
   * @param submissionAlias alias of this request, never used twice
   * @param today what has no hold date is held until then: ENA is always given a date
   * @param trial `validateOnly`: ENA is to try it, and registers nothing
   * @throws AppError `ena.unsendable` naming record and field
   */
  async fitting<I extends ContentItem>(
    submissionId: string,
    revision: number,
    items: readonly I[],
    submissionAlias: string,
    today: string,
    trial: { validateOnly?: boolean } = {},
  ): Promise<{ payload: Payload; items: readonly I[] }> {
    const content = await this.content(submissionId, revision, items);
    const accessions = items.map(({ accession }) => accession);
    const holdUntilDate = await holdUntil(
      this.database,
      { submissionId, number: revision },
      accessions,
      today,
    );
    const centerName = this.config.ENA_CENTER_NAME;
    const request = registration({ alias: submissionAlias, holdUntilDate, centerName, ...trial });
    return this.cut(content, items, request, holdUntilDate);
  }

  /**
   * The whole of records that ENA has, to put in the place of what it has of them: as many as fit into one document. It
   * has no alias, since ENA refuses one that it knows: it may be sent twice.
   *
   * @throws AppError `ena.unsendable`
   */
  async replacing<I extends ContentItem>(
    submissionId: string,
    revision: number,
    items: readonly I[],
  ): Promise<{ bytes: Uint8Array; items: readonly I[] }> {
    const content = await this.content(submissionId, revision, items);
    // Named in the request, it would count as changed without having been told.
    const [assembly] = content.reads.assemblies.keys();
    if (assembly !== undefined)
      throw documentUnsendable(`${assembly} is an assembly, and ENA takes no change of it.`);
    const request: SubmissionInput = {
      centerName: this.config.ENA_CENTER_NAME,
      actions: [{ type: 'MODIFY' }],
    };
    const { payload, items: carried } = await this.cut(content, items, request, '');
    return { bytes: payload.bytes, items: carried };
  }

  private async cut<I extends ContentItem>(
    content: Content,
    items: readonly I[],
    request: SubmissionInput,
    holdUntilDate: string,
  ): Promise<{ payload: Payload; items: readonly I[] }> {
    for (let taken = items; ; taken = taken.slice(0, Math.ceil(taken.length / 2))) {
      try {
        const bytes = await this.write(content, taken, request);
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        const objects = taken.map(({ type, enaAlias }) => ({ type, alias: enaAlias }));
        return { payload: { bytes, sha256, objects, holdUntilDate }, items: taken };
      } catch (error) {
        if (error instanceof UnsendableError) throw documentUnsendable(error.message);
        if (!(error instanceof DocumentTooLargeError) || taken.length === 1) throw error;
      }
    }
  }

  private async content(
    submissionId: string,
    number: number,
    items: readonly ContentItem[],
  ): Promise<Content> {
    const [revision]: Revision[] = await this.database.query(
      `SELECT title, description, checklist FROM revisions WHERE submission_id = $1 AND number = $2`,
      [submissionId, number],
    );
    if (!revision) throw new Error(`submission ${submissionId} has no revision ${number}`);
    const reads = await this.reads.prepare(submissionId, number, items);
    const [obstacle] = reads.obstacles.values();
    if (obstacle !== undefined) throw documentUnsendable(obstacle);
    const samples = await this.samplesOf(submissionId, number, items);
    return { revision, samples: new Map(samples.map((sample) => [sample.enaAlias, sample])), reads };
  }

  private write(
    { revision, samples, reads }: Content,
    items: readonly ContentItem[],
    submission: SubmissionInput,
  ): Promise<Uint8Array> {
    const centerName = this.config.ENA_CENTER_NAME;
    return webinDocumentInTurns({
      submission,
      projects: items
        .filter(({ type }) => type === 'project')
        .map(({ enaAlias }) => ({
          alias: enaAlias,
          title: revision.title,
          description: revision.description,
          centerName,
        })),
      samples: chosen(items, samples).map((sample) => sampleInput(sample, revision.checklist, centerName)),
      experiments: chosen(items, reads.experiments),
      runs: chosen(items, reads.runs),
      analyses: chosen(items, reads.analyses),
    });
  }

  private async samplesOf(
    submissionId: string,
    revision: number,
    items: readonly ContentItem[],
  ): Promise<SampleRow[]> {
    const aliases = items.filter(({ type }) => type === 'sample');
    if (aliases.length === 0) return [];
    return this.database.query(
      `SELECT i."enaAlias", r.alias, r.title, r.description, r.taxon_id AS "taxonId", r.scientific_name AS "scientificName", r.attributes
         FROM revision_records r JOIN jsonb_to_recordset($3::jsonb) AS i (alias text, "enaAlias" text) USING (alias)
        WHERE r.submission_id = $1 AND r.revision = $2 AND r.type = 'sample' ORDER BY r.position`,
      [submissionId, revision, JSON.stringify(aliases)],
    );
  }
}

/** The inputs of the items that have one, in the items' order. */
function chosen<Input>(items: readonly ContentItem[], inputs: ReadonlyMap<string, Input>): Input[] {
  return items.flatMap(({ enaAlias }) => inputs.get(enaAlias) ?? []);
}

const sampleInput = (sample: SampleRow, checklist: string, centerName: string | undefined): SampleInput => ({
  alias: sample.enaAlias,
  title: sample.title || undefined,
  taxonId: Number(sample.taxonId),
  scientificName: sample.scientificName || undefined,
  description: sample.description || undefined,
  centerName,
  checklist,
  attributes: [
    ...sample.attributes.map(({ tag, value, unit }) => ({ tag, value, units: unit ?? undefined })),
    { tag: submitterAliasTag, value: sample.alias },
  ],
});
