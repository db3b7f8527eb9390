import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/tx.ts';
import { messageOfRecord } from '../sending/record-message.ts';
import { EnaRefusalFindings } from '../sending/refusal-findings.service.ts';
import type { Judgement } from '../webin/judgement.ts';
import { coveredBy, noteOnCovered, type RequestRow } from './request-rows.ts';

/** What ENA says to changed records, brought back to where they are mended: as with records that it gets for the first time. */
@Injectable()
export class EnaRequestRefusals {
  constructor(private readonly findings: EnaRefusalFindings) {}

  /** @param request locked, with its submission */
  async follow(tx: Tx, request: RequestRow, judged: Judgement): Promise<void> {
    if (judged.outcome === 'needs_person' || request.submissionId === null) return;
    const { id, submissionId, environment } = request;
    const byAlias = new Map(judged.objects.map((object) => [`${object.type}:${object.alias}`, object]));
    const covered = (await coveredBy(tx, id)).map((item) => ({
      item,
      object: byAlias.get(`${item.type}:${item.enaAlias}`),
    }));
    const sent = { submissionId, revision: request.revision ?? undefined, environment };
    if (judged.outcome === 'accepted') return this.findings.clear(tx, sent, covered);
    await noteOnCovered(
      tx,
      id,
      covered.map(({ item: { accession }, object }) => ({
        accession,
        message: messageOfRecord(judged, object)?.slice(0, 2_000) ?? null,
      })),
    );
    await this.findings.note(tx, sent, covered, judged.reasons);
  }
}
