import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { documentUnsendable } from '../ena.errors.ts';
import { sha256Of } from '../sending/documents.ts';
import { storedAlias } from '../sending/stored-alias.ts';
import { EnaPayloads } from '../sending/payloads.service.ts';
import type { ContentItem } from '../sending/reads.service.ts';
import type { JudgedAction, JudgedRequest } from '../webin/judgement.ts';
import { webinDocument } from '../webin/webin-document.ts';
import { DocumentTooLargeError } from '../webin/xml/document-bytes.ts';
import { statusChange } from '../webin/xml/submission.xml.ts';
import { UnsendableError } from '../webin/xml/unsendable.error.ts';
import { Clock } from '../../platform/time/clock.ts';
import { umbrellaAction, umbrellaDocument } from './umbrella/umbrella-document.ts';
import { componentsOf, umbrellaOf, type UmbrellaRow } from './umbrella/umbrella-rows.ts';
import { Webin } from '../webin.provider.ts';
import type { RequestKind } from './request.contract.ts';
import { coveredBy, type CoveredRow, requestReference, type RequestRow } from './request-rows.ts';

export const actionOf = {
  hold: 'HOLD',
  release: 'RELEASE',
  cancel: 'CANCEL',
  suppress: 'SUPPRESS',
  modify: 'MODIFY',
} as const satisfies Record<RequestKind, JudgedAction>;

/**
 * The documents of requests. They carry no alias of their own: ENA refuses one that it knows, and a request whose answer
 * was lost is sent again as it was; each of its actions may be done twice without harm.
 */
@Injectable()
export class EnaRequestPayloads {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: DataSource,
    private readonly contents: EnaPayloads,
    private readonly webin: Webin,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns the document, and accessions of records that are left for another one, since ENA takes only so much in one
   * @throws AppError `ena.unsendable` naming record and field
   */
  async build(request: RequestRow): Promise<{ bytes: Uint8Array; sha256: string; left: readonly string[] }> {
    try {
      const { bytes, left } = await this.write(request);
      const [problem] = (await this.webin.schemas?.validateInTurns(bytes)) ?? [];
      if (problem)
        throw documentUnsendable(`ENA's schema, line ${problem.line} of the document: ${problem.message}`);
      return { bytes, sha256: sha256Of(bytes), left };
    } catch (error) {
      if (error instanceof UnsendableError) throw documentUnsendable(error.message);
      if (error instanceof DocumentTooLargeError)
        throw documentUnsendable('This concerns more records than ENA takes in one document (15 MB).');
      throw error;
    }
  }

  /** What the answer to a request is measured by. */
  async asked(request: RequestRow): Promise<JudgedRequest> {
    if (request.kind === 'umbrella') return this.askedOf(await this.umbrellaOf(request));
    const targets = await this.targets(request);
    return {
      action: actionOf[request.kind],
      objects: targets.map(({ type, enaAlias: alias, enaAccession: accession }) => ({
        type,
        alias,
        accession,
      })),
      environment: request.environment,
      ...(request.holdDate !== null && { holdUntilDate: request.holdDate }),
    };
  }

  /** What a request names to ENA. */
  async targets({ id }: RequestRow): Promise<(CoveredRow & { enaAlias: string; enaAccession: string })[]> {
    const covered = await coveredBy(this.database, id);
    return covered.flatMap((one) =>
      one.role === 'target' && one.enaAccession !== null ? [{ ...one, enaAccession: one.enaAccession }] : [],
    );
  }

  private async write(request: RequestRow): Promise<{ bytes: Uint8Array; left: readonly string[] }> {
    if (request.kind === 'modify') return this.records(request);
    if (request.kind === 'umbrella') return { bytes: await this.umbrella(request), left: [] };
    const centerName = this.config.ENA_CENTER_NAME;
    const { actions } = statusChange({
      alias: requestReference(request.number),
      action: actionOf[request.kind],
      targets: (await this.targets(request)).map(({ enaAccession }) => enaAccession),
      ...(request.holdDate !== null && { holdUntilDate: request.holdDate }),
    });
    return { bytes: webinDocument({ submission: { centerName, actions } }), left: [] };
  }

  /** Each record whole, as it was approved: ENA replaces what it has by it. */
  private async umbrella(request: RequestRow): Promise<Uint8Array> {
    const umbrella = await this.umbrellaOf(request);
    const found = await componentsOf(this.database, umbrella.components, umbrella.environment);
    const gone = found.find(({ enaAccession }) => enaAccession === null);
    if (gone) throw documentUnsendable(`ENA does not have ${gone.accession} any more.`);
    const components = found.flatMap(({ enaAccession }) => enaAccession ?? []);
    return umbrellaDocument(umbrella, components, {
      centerName: this.config.ENA_CENTER_NAME,
      today: this.clock.today(),
    });
  }

  private async umbrellaOf({ umbrellaId, id }: RequestRow): Promise<UmbrellaRow> {
    const umbrella = umbrellaId === null ? undefined : await umbrellaOf(this.database, umbrellaId);
    if (!umbrella) throw new Error(`the request ${id} has no umbrella project`);
    return umbrella;
  }

  private askedOf(umbrella: UmbrellaRow): JudgedRequest {
    const { enaAlias, enaAccession: accession, environment } = umbrella;
    const action = umbrellaAction(umbrella);
    return { action, objects: [{ type: 'project', alias: enaAlias ?? '', accession }], environment };
  }

  private async records({ id, submissionId, revision }: RequestRow) {
    if (submissionId === null) throw new Error(`the request ${id} has no submission`);
    const items: ContentItem[] = await this.database.query(
      `SELECT o.type, o.accession, ${storedAlias('o.accession', 'o.environment')} AS "enaAlias", a.alias
         FROM ena_request_objects o JOIN accessions a USING (accession) WHERE o.request_id = $1 ORDER BY o.position`,
      [id],
    );
    const { bytes, items: carried } = await this.contents.replacing(submissionId, revision ?? 0, items);
    return { bytes, left: items.slice(carried.length).map(({ accession }) => accession) };
  }
}
