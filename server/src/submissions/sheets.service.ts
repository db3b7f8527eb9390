import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.ts';
import { changesBetween, personal } from '../audit/audit-event.ts';
import type { Actor } from '../platform/access/actor.ts';
import { CONFIG, type Config } from '../platform/config/config.ts';
import type { Tx } from '../platform/database/tx.ts';
import { updateVersioned } from '../platform/database/versioned-update.ts';
import { AppError, notFound } from '../platform/errors/app.error.ts';
import { unreadableUpload } from '../platform/http/upload-problems.interceptor.ts';
import { ObjectStore } from '../platform/storage/object-store.ts';
import { Clock } from '../platform/time/clock.ts';
import { insertRecords, type RecordRow } from './record-rows.ts';
import type { Sheet } from './sheet/sheet.ts';
import { readSheetInTurns } from './sheet/sheet.reader.ts';
import { type SheetInfo, sheetKey } from './sheet-info.ts';
import { depositedColumns, recordsFromSheet } from './sheet-records.ts';
import type { SubmissionView } from './submission.contract.ts';
import { referenceOf, Submission } from './submission.entity.ts';
import { sheetTooLarge } from './submission.errors.ts';
import { accessOf } from './submission-view.ts';
import { SubmissionValidation } from './submission-validation.service.ts';
import { SubmissionsService } from './submissions.service.ts';

/** Rows handed to the database at a time while a sheet is read: few, for others have their turn in between. */
const batchSize = 250;

@Injectable()
export class SheetsService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly store: ObjectStore,
    private readonly submissions: SubmissionsService,
    private readonly validation: SubmissionValidation,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes the samples of a sheet in place of those the submission has, and checks them. Nothing is stored of a sheet
   * that cannot be read.
   *
   * @throws SheetError (422) naming rows and columns; AppError `sheet.too_large` (413), `record.stale`, `submission.not_editable`
   */
  async upload(
    actor: Actor,
    id: string,
    version: number,
    name: string,
    stream: Readable,
  ): Promise<SubmissionView> {
    await this.submissions.assertMayEdit(actor, id, version);
    const bytes = await collect(stream, this.config.SHEET_MAX_BYTES);
    const sheet = await readSheetInTurns(bytes);
    const info = this.infoOf(sheet, name, bytes);
    // Bytes first: a row that names bytes which are not there would be worse than bytes that nobody names.
    await this.store.put(sheetKey(id, info.sha256), bytes, 'text/tab-separated-values');
    await this.submissions.change(actor, id, async (tx) => {
      const submission = await this.submissions.lockForEdit(tx, actor, id, version);
      await this.replaceRecords(tx, id, sheet);
      const checklist = sheet.checklist?.accession ?? submission.checklist;
      const updated = {
        ...submission,
        sheet: info,
        checklist,
        sampleCount: info.rows,
        updatedAt: this.clock.now(),
      };
      const { sampleCount, updatedAt } = updated;
      updated.version = await updateVersioned(tx, Submission, submission, {
        sheet: info as never,
        checklist,
        sampleCount,
        updatedAt,
      });
      await this.validation.run(tx, updated);
      await this.audit.record(tx, actor, {
        action: 'submission.upload_sheet',
        target: { type: 'Submission', id, label: referenceOf(submission.number) },
        changes: changesBetween(
          {
            checklist: submission.checklist,
            sampleCount: submission.sampleCount,
            sheetSha256: submission.sheet?.sha256,
          },
          { checklist, sampleCount, sheetSha256: info.sha256 },
        ),
        facts: {
          name: personal(info.name, submission.ownerId),
          bytes: info.bytes,
          sha256: info.sha256,
          rows: info.rows,
          encoding: info.encoding,
        },
      });
      await tx.publish({
        type: 'SubmissionSheetUploaded',
        subject: { type: 'Submission', id },
        access: accessOf(submission),
      });
    });
    return this.submissions.get(actor, id);
  }

  /** The bytes of the latest sheet, exactly as they were uploaded. */
  async download(actor: Actor, id: string): Promise<{ name: string; stream: Readable; bytes: number }> {
    await this.submissions.assertContentReadable(actor, id);
    const { sheet } = await this.submissions.get(actor, id);
    if (!sheet) throw notFound('sheet', id);
    return {
      name: sheet.name,
      bytes: sheet.bytes,
      stream: await this.store.open(sheetKey(id, sheet.sha256)),
    };
  }

  private async replaceRecords(tx: Tx, id: string, sheet: Sheet): Promise<void> {
    await tx.query('DELETE FROM findings WHERE submission_id = $1', [id]);
    await tx.query('DELETE FROM records WHERE submission_id = $1', [id]);
    let batch: RecordRow[] = [];
    for (const record of recordsFromSheet(sheet)) {
      batch.push(record);
      if (batch.length < batchSize) continue;
      await insertRecords(tx, id, batch);
      batch = [];
    }
    await insertRecords(tx, id, batch);
  }

  private infoOf(sheet: Sheet, name: string, bytes: Buffer): SheetInfo {
    return {
      name: plainName(name),
      sha256: createHash('sha256').update(bytes).digest('hex'),
      bytes: bytes.byteLength,
      encoding: sheet.encoding.name,
      isEncodingCertain: sheet.encoding.certain,
      checklist: sheet.checklist?.accession ?? null,
      checklistVersion: sheet.checklist?.version ?? null,
      rows: sheet.rowCount,
      headerRow: sheet.headerRow,
      commentRows: [...sheet.commentRows],
      columns: depositedColumns(sheet).map(({ letter, header, field, unit }) => ({
        letter,
        header,
        field,
        unit: unit ?? null,
      })),
      uploadedAt: this.clock.now().toISOString(),
    };
  }
}

/** The last part of a file's name, without control characters and halves of what the limit cut apart. */
const plainName = (name: string) =>
  (name.split(/[\\/]/).at(-1) ?? '').slice(0, 200).replace(/\p{C}/gu, '') || 'sheet.tsv';

/** @throws AppError `sheet.too_large` as soon as the limit is passed; `request.unreadable_upload` when it breaks off */
async function collect(stream: Readable, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      size += (chunk as Buffer).byteLength;
      if (size > maxBytes) throw sheetTooLarge(maxBytes);
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    // The stream fails only because of what the client sends, or no longer does.
    throw error instanceof AppError ? error : unreadableUpload('it ends before the file does');
  }
  return Buffer.concat(chunks);
}
