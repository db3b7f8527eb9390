import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import type { RecordRow } from '../../submissions/record-rows.ts';
import { documentUnsendable } from '../ena.errors.ts';
import { DocumentTooLargeError } from '../webin/xml/document-bytes.ts';
import { UnsendableError } from '../webin/xml/unsendable.error.ts';
import { registration } from '../webin/xml/submission.xml.ts';
import { webinDocumentInTurns } from '../webin/webin-document.ts';
import type { RequestedObject } from '../webin/judgement.ts';

export type Payload = {
  bytes: Uint8Array;
  sha256: string;
  objects: RequestedObject[];
  holdUntilDate: string;
};

type Item = { type: 'project' | 'sample'; enaAlias: string; alias: string };
type Revision = { title: string; description: string; checklist: string; holdDate: string | null };
type SampleRow = Pick<
  RecordRow,
  'alias' | 'title' | 'description' | 'taxonId' | 'scientificName' | 'attributes'
> & { enaAlias: string };

/**
 * Builds the document that registers a submission's part of a batch. Content comes from the frozen revision that was
 * approved. The alias ENA gets is our accession: unique for ever in the broker's account, whatever two depositors call
 * their samples; the depositor's own alias travels as an attribute.
 */
@Injectable()
export class EnaPayloads {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: DataSource,
  ) {}

  /**
   * @param items those of the batch and submission that are to be in the request
   * @param submissionAlias alias of this request, never used twice
   * @param trial `validateOnly`: ENA is to try it, and registers nothing
   * @param today a submission without a hold date is held until then: ENA is always given a date
   * @throws AppError `ena.unsendable` naming record and field
   */
  async build(
    submissionId: string,
    revision: number,
    items: readonly Item[],
    submissionAlias: string,
    today: string,
    trial: { validateOnly?: boolean } = {},
  ): Promise<Payload> {
    const [content]: Revision[] = await this.database.query(
      `SELECT title, description, checklist, hold_date::text AS "holdDate" FROM revisions WHERE submission_id = $1 AND number = $2`,
      [submissionId, revision],
    );
    if (!content) throw new Error(`submission ${submissionId} has no revision ${revision}`);
    const projects = items.filter(({ type }) => type === 'project');
    const samples = await this.samplesOf(submissionId, revision, items);
    const holdUntilDate = content.holdDate && content.holdDate > today ? content.holdDate : today;
    try {
      const bytes = await this.write(content, projects, samples, {
        alias: submissionAlias,
        holdUntilDate,
        ...trial,
      });
      const objects = items.map(({ type, enaAlias }) => ({ type, alias: enaAlias }));
      return { bytes, sha256: createHash('sha256').update(bytes).digest('hex'), objects, holdUntilDate };
    } catch (error) {
      if (error instanceof UnsendableError) throw documentUnsendable(error.message);
      throw error;
    }
  }

  /**
   * As many of the items as fit into one request of ENA's (15 MB), by halving. The project comes first; samples do not
   * refer to it, so it does not matter in which request they travel.
   */
  async fitting<I extends Item>(
    submissionId: string,
    revision: number,
    items: readonly I[],
    submissionAlias: string,
    today: string,
    trial: { validateOnly?: boolean } = {},
  ): Promise<{ payload: Payload; items: readonly I[] }> {
    for (let taken = items; ; taken = taken.slice(0, Math.ceil(taken.length / 2))) {
      try {
        return {
          payload: await this.build(submissionId, revision, taken, submissionAlias, today, trial),
          items: taken,
        };
      } catch (error) {
        if (!(error instanceof DocumentTooLargeError) || taken.length === 1) throw error;
      }
    }
  }

  private write(
    content: Revision,
    projects: readonly Item[],
    samples: readonly SampleRow[],
    request: { alias: string; holdUntilDate: string; validateOnly?: boolean },
  ): Promise<Uint8Array> {
    const centerName = this.config.ENA_CENTER_NAME;
    return webinDocumentInTurns({
      submission: registration({ ...request, centerName }),
      projects: projects.map(({ enaAlias }) => ({
        alias: enaAlias,
        title: content.title,
        description: content.description,
        centerName,
      })),
      samples: samples.map((sample) => ({
        alias: sample.enaAlias,
        title: sample.title || undefined,
        taxonId: Number(sample.taxonId),
        scientificName: sample.scientificName || undefined,
        description: sample.description || undefined,
        centerName,
        checklist: content.checklist,
        attributes: [
          ...sample.attributes.map(({ tag, value, unit }) => ({ tag, value, units: unit ?? undefined })),
          { tag: submitterAliasTag, value: sample.alias },
        ],
      })),
    });
  }

  private async samplesOf(
    submissionId: string,
    revision: number,
    items: readonly Item[],
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

/** Attribute that carries the depositor's own name of a sample. */
export const submitterAliasTag = 'submitter_alias';
