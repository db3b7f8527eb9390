import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../audit/audit-log.ts';
import { systemActor } from '../../platform/access/actor.ts';
import type { Tx } from '../../platform/database/tx.ts';
import {
  beforeRecords,
  countOnRecords,
  type FindingCounts,
  type FindingRow,
  FindingWriter,
  removeFindings,
} from '../../submissions/finding-rows.ts';
import { cellOfField } from '../../submissions/reads/cell-of-field.ts';
import { fieldInMessage } from '../../submissions/reads/field-in-message.ts';
import { flatDetails } from '../../submissions/reads/flat-details.ts';
import type { RecordRow } from '../../submissions/record-rows.ts';
import type { ReadsInfo, SheetInfo } from '../../submissions/sheet-info.ts';
import { referenceOf } from '../../submissions/submission.entity.ts';
import { accessOf } from '../../submissions/submission-view.ts';
import type { BatchRow, ItemRow } from '../batches/batch-rows.ts';
import type { JudgedObject, ReceiptError } from '../webin/judgement.ts';

/** The rule of a finding that ENA made. */
export const refusedRule = 'ena.refused';

/** A record as it was sent, beside what ENA said of it. */
export type Refused = { item: Pick<ItemRow, 'type' | 'alias'>; object: JudgedObject | undefined };

/** Of which revision of a submission ENA was sent something. */
export type Sent = {
  submissionId: string;
  revision: number | undefined;
  environment: BatchRow['environment'];
};

type Standing = {
  number: string;
  ownerId: string;
  status: string;
  revision: number;
  sheet: SheetInfo | null;
  reads: ReadsInfo | null;
};
type RecordAt = {
  id: string;
  type: string;
  alias: string;
  row: number | null;
  position: number;
  attributes: { tag: string; value: string }[];
} & Pick<RecordRow, 'details' | 'place'>;

/** Beyond this nobody reads them one by one; the receipt has them all. */
const mostFindings = 10_000;

/**
 * What ENA refuses, as findings on the records and cells of the submission, beside those of our own rules: the curator
 * sees them where the content is mended. They go when ENA takes the record, or when the submission is validated anew.
 */
@Injectable()
export class EnaRefusalFindings {
  private readonly actor = systemActor('ena');

  constructor(private readonly audit: AuditLog) {}

  /** Locks the submission: before its batch, as everywhere. */
  async lock(tx: Tx, { submissionId }: Pick<Sent, 'submissionId'>): Promise<void> {
    await tx.query('SELECT id FROM submissions WHERE id = $1 FOR NO KEY UPDATE', [submissionId]);
  }

  /** Of a submission that has been handed in anew meanwhile nothing is noted: it is not what was refused. */
  async note(tx: Tx, sent: Sent, refused: readonly Refused[], reasons: readonly string[]): Promise<void> {
    const standing = await this.standing(tx, sent);
    if (!standing || standing.revision !== sent.revision) return;
    const places = await this.places(tx, sent.submissionId, refused);
    const whole = reasons.slice(0, 20).map((text) => aboutWhole(text, sent));
    const own = refused.flatMap(({ item, object }) =>
      (object?.errors ?? []).map((error) =>
        findingOf(error, item, places.get(`${item.type}:${item.alias}`), standing, sent),
      ),
    );
    const removed = await this.removed(tx, sent.submissionId, refused);
    const writer = new FindingWriter(tx, sent.submissionId);
    await writer.add([...whole, ...own].slice(0, mostFindings));
    await writer.flush();
    await this.count(tx, sent, standing, removed, writer.counts);
  }

  /** ENA has taken these records. */
  async clear(tx: Tx, sent: Sent, taken: readonly Refused[]): Promise<void> {
    const removed = await this.removed(tx, sent.submissionId, taken);
    if (removed.errorCount === 0) return;
    const standing = await this.standing(tx, sent);
    if (standing) await this.count(tx, sent, standing, removed, none);
  }

  private removed(tx: Tx, submissionId: string, about: readonly Refused[]): Promise<FindingCounts> {
    const aliases = about.map(({ item }) => item.alias);
    // An experiment and a run may have the same alias.
    const records = about.map(({ item }) => `${item.type}:${item.alias}`);
    return removeFindings(
      tx,
      submissionId,
      `f.rule = $2 AND (f.alias IS NULL OR (f.record_id IS NULL AND f.alias = ANY($3))
        OR (SELECT r.type || ':' || r.alias FROM records r WHERE r.id = f.record_id) = ANY($4))`,
      [refusedRule, aliases, records],
    );
  }

  private async count(
    tx: Tx,
    { submissionId }: Sent,
    standing: Standing,
    removed: FindingCounts,
    added: FindingCounts,
  ): Promise<void> {
    await tx.query(`UPDATE submissions SET error_count = greatest(error_count + $2, 0) WHERE id = $1`, [
      submissionId,
      added.errorCount - removed.errorCount,
    ]);
    await countOnRecords(tx, submissionId);
    const { ownerId, revision } = standing;
    if (added.errorCount + removed.errorCount > 0)
      await this.audit.record(tx, this.actor, {
        action: 'submission.recheck',
        target: { type: 'Submission', id: submissionId, label: referenceOf(standing.number) },
        facts: { because: 'ENA', errorsAdded: added.errorCount, errorsRemoved: removed.errorCount },
      });
    const status = standing.status as Parameters<typeof accessOf>[0]['status'];
    await tx.publish({
      type: 'SubmissionRechecked',
      subject: { type: 'Submission', id: submissionId },
      access: accessOf({ id: submissionId, ownerId, status, revision }),
    });
  }

  private async standing(tx: Tx, { submissionId }: Sent): Promise<Standing | undefined> {
    const [row] = await tx.query<Standing>(
      `SELECT number, owner_id AS "ownerId", status, revision, sheet, reads FROM submissions WHERE id = $1`,
      [submissionId],
    );
    return row;
  }

  private async places(
    tx: Tx,
    submissionId: string,
    refused: readonly Refused[],
  ): Promise<Map<string, RecordAt>> {
    const aliases = refused.flatMap(({ item, object }) => (object?.errors.length ? [item.alias] : []));
    const rows = await tx.query<RecordAt>(
      `SELECT id, type, alias, row, position, attributes, details, place FROM records WHERE submission_id = $1 AND alias = ANY($2)`,
      [submissionId, aliases],
    );
    return new Map(rows.map((row) => [`${row.type}:${row.alias}`, row]));
  }
}

const none: FindingCounts = { errorCount: 0, warningCount: 0, infoCount: 0 };

const said = (text: string, { environment }: Sent): string =>
  `${environment === 'production' ? 'ENA' : `ENA (${environment})`} refused it: ${text}`;

function aboutWhole(text: string, sent: Sent): FindingRow {
  return {
    severity: 'error',
    rule: refusedRule,
    recordType: 'submission',
    position: null,
    alias: null,
    field: null,
    row: null,
    column: null,
    value: null,
    message: said(text, sent),
    suggestion: null,
    recordId: null,
    place: beforeRecords,
  };
}

/** The attribute that a sample lacks: BioSamples names it in the reason only. */
const missingProperty = (text: string): string | null =>
  /must have required property '([^']{1,500})'/.exec(text)?.[1] ?? null;

/** The same of an experiment, a run or an analysis, whose fields ENA names in other ways. */
function ofDetails(
  text: string,
  item: Refused['item'],
  at: RecordAt,
  details: NonNullable<RecordAt['details']>,
  reads: ReadsInfo | null,
  sent: Sent,
): FindingRow {
  const field = fieldInMessage(details, text);
  return {
    ...aboutWhole(text, sent),
    ...cellOfField(reads, at.type, field, at),
    recordType: item.type,
    alias: item.alias,
    field,
    value: field === null ? null : (flatDetails(details)[field] ?? null),
    recordId: at.id,
    place: at.position,
  };
}

/** The cell is that of the attribute which ENA names; without one it is the record that is meant. */
function findingOf(
  { text, attribute }: ReceiptError,
  item: Refused['item'],
  at: RecordAt | undefined,
  { sheet, reads }: Pick<Standing, 'sheet' | 'reads'>,
  sent: Sent,
): FindingRow {
  if (at?.details) return ofDetails(text, item, at, at.details, reads, sent);
  const field = attribute ?? missingProperty(text);
  const column = sheet?.columns.find(
    (one) => field !== null && (one.field === field || one.header === field),
  );
  return {
    ...aboutWhole(text, sent),
    recordType: item.type,
    alias: item.alias,
    field,
    row: at?.row ?? null,
    column: (at?.row != null && column?.letter) || null,
    value: at?.attributes.find(({ tag }) => tag === field)?.value ?? null,
    recordId: at?.id ?? null,
    place: at?.position ?? beforeRecords,
  };
}
