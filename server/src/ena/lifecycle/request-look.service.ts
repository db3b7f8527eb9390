import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { TaskRun } from '../../platform/queue/task-handlers.ts';
import type { ObjectReport, ObjectRow } from '../webin/report.ts';
import { UnreadableReceiptError } from '../webin/receipt.ts';
import { readReceipt } from '../webin/xml-answers.ts';
import { webinDocument } from '../webin/webin-document.ts';
import type { WebinObjectType } from '../webin/webin-object.ts';
import { receiptLookup } from '../webin/xml/submission.xml.ts';
import { Webin } from '../webin.provider.ts';
import { EnaRequestEnquiries } from './request-enquiries.service.ts';
import { EnaRequestPayloads } from './request-payloads.service.ts';
import type { CoveredRow, RequestRow } from './request-rows.ts';
import { type Look, lookOf, type ToldState } from './wished-state.ts';

type Target = CoveredRow & { enaAccession: string };

/** ENA reports all objects but experiments. */
const reports: Partial<Record<WebinObjectType, ObjectReport>> = {
  project: 'projects',
  sample: 'samples',
  run: 'runs',
  analysis: 'analyses',
};

/** More are not asked for one by one: the receipt of the request that registered them has them all. */
const mostAskedSingly = 20;

/**
 * Looks how ENA has the records of a request, after any doubt about its answer: in the reports, and in the receipts of
 * the submissions that registered them, which say how their objects are today.
 */
@Injectable()
export class EnaRequestLook {
  constructor(
    private readonly database: DataSource,
    private readonly webin: Webin,
    private readonly enquiries: EnaRequestEnquiries,
    private readonly payloads: EnaRequestPayloads,
  ) {}

  /** @throws WebinError when ENA does not answer */
  async look(request: RequestRow, run: TaskRun): Promise<Look> {
    const targets = await this.payloads.targets(request);
    const told = targets.length > mostAskedSingly ? [] : await this.reported(request, targets, run);
    const heard = new Set(told.map(({ accession }) => accession));
    const silent = targets.filter(({ enaAccession }) => !heard.has(enaAccession));
    const rest = silent.length === 0 ? [] : await this.receipted(request, silent, run);
    const accessions = targets.map(({ enaAccession }) => enaAccession);
    return lookOf(request, accessions, [...told, ...rest]);
  }

  private async reported(
    request: RequestRow,
    targets: readonly Target[],
    run: TaskRun,
  ): Promise<ToldState[]> {
    const found: ToldState[] = [];
    for (const { type, enaAccession: id } of targets) {
      const kind = reports[type];
      if (!kind) continue;
      const rows = await this.enquiries.look(
        request,
        run,
        'report',
        (options) => this.webin.client().report(kind, { id }, options),
        asRead,
      );
      const row = rows.find((one) => one.id === id || one.secondaryId === id);
      if (row) found.push({ accession: id, status: row.status, holdUntil: londonDay(row.holdUntil) });
    }
    return found;
  }

  private async receipted(
    request: RequestRow,
    targets: readonly Target[],
    run: TaskRun,
  ): Promise<ToldState[]> {
    const rows: { alias: string }[] = await this.database.query(
      `SELECT DISTINCT t.submission_alias AS alias FROM ena_batch_items i JOIN ena_attempts t ON t.id = i.attempt_id
        WHERE i.accession = ANY($1) AND i.environment = $2 AND i.status = 'accepted' ORDER BY 1`,
      [targets.map(({ accession }) => accession), request.environment],
    );
    const states: ToldState[] = [];
    for (const { alias } of rows) states.push(...(await this.receipt(request, alias, run)));
    return states;
  }

  private async receipt(request: RequestRow, alias: string, run: TaskRun): Promise<ToldState[]> {
    const question = webinDocument({ submission: receiptLookup(alias) });
    const { bytes, contentType } = await this.enquiries.look(
      request,
      run,
      'receipt',
      (options) => this.webin.client().submitAndWait(question, options),
      (answer) => answer,
    );
    try {
      const { objects } = await readReceipt(bytes, contentType);
      return objects.flatMap(({ accession, status, holdUntilDate: holdUntil }) =>
        accession ? [{ accession, status, holdUntil }] : [],
      );
    } catch (error) {
      // What cannot be read says nothing of any record; its bytes are kept.
      if (error instanceof UnreadableReceiptError) return [];
      throw error;
    }
  }
}

/** A report is kept as its rows were read: the client gives no bytes of it. */
const asRead = (rows: readonly ObjectRow[]) => ({
  bytes: Buffer.from(JSON.stringify(rows)),
  contentType: 'application/json',
  httpStatus: 200,
});

/** ENA's dates are days in London. */
function londonDay(moment: Date | null): string | null {
  return moment && new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(moment);
}
