import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.ts';
import { type AuditValue, changesBetween, personal, writtenBy } from '../audit/audit-event.ts';
import type { Actor } from '../platform/access/actor.ts';
import { CONFIG, type Config } from '../platform/config/config.ts';
import type { Tx } from '../platform/database/tx.ts';
import { updateVersioned } from '../platform/database/versioned-update.ts';
import { AppError, notFound } from '../platform/errors/app.error.ts';
import { unreadableUpload } from '../platform/http/upload-problems.interceptor.ts';
import { ObjectStore } from '../platform/storage/object-store.ts';
import { Clock } from '../platform/time/clock.ts';
import { readTables, type Tables } from './reads/tables.ts';
import { ReadingLog } from './reading-log.ts';
import { sheetKey } from './sheet-info.ts';
import type { SubmissionView } from './submission.contract.ts';
import { projectAliasOf, referenceOf, Submission } from './submission.entity.ts';
import { sheetTooLarge } from './submission.errors.ts';
import { accessOf } from './submission-view.ts';
import { SubmissionValidation } from './submission-validation.service.ts';
import { SubmissionsService } from './submissions.service.ts';
import { readsInfoOf, sheetInfoOf, type UploadedTables } from './table-infos.ts';
import { replaceRecords } from './table-records.ts';

@Injectable()
export class SheetsService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly store: ObjectStore,
    private readonly submissions: SubmissionsService,
    private readonly validation: SubmissionValidation,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly readings: ReadingLog,
  ) {}

  /**
   * Takes the records of a file of tables in place of those of the same types that the submission has, and checks them:
   * a sheet of samples, of reads, of analyses, a table of ena-upload-cli, or a workbook of several. Nothing is stored of a file that
   * cannot be read.
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
    const tables = await readTables(bytes);
    const file: UploadedTables = {
      name: plainName(name),
      sha256: createHash('sha256').update(bytes).digest('hex'),
      bytes: bytes.byteLength,
      uploadedAt: this.clock.now().toISOString(),
    };
    // Bytes first: a row that names bytes which are not there would be worse than bytes that nobody names.
    await this.store.put(sheetKey(id, file.sha256), bytes, tables.isWorkbook ? workbookType : textType);
    await this.submissions.change(actor, id, async (tx) => {
      const submission = await this.submissions.lockForEdit(tx, actor, id, version);
      const updated = await this.take(tx, submission, tables, file);
      await this.validation.run(tx, updated);
      await this.audit.record(tx, actor, {
        action: 'submission.upload_sheet',
        target: { type: 'Submission', id, label: referenceOf(submission.number) },
        changes: writtenBy(submission.ownerId, changesBetween(changing(submission), changing(updated)), [
          'title',
          'description',
        ]),
        facts: {
          name: personal(file.name, submission.ownerId),
          bytes: file.bytes,
          sha256: file.sha256,
          tables: [...(tables.samples ? ['samples'] : []), ...tables.reads.map(({ kind }) => kind)].join(
            ', ',
          ),
          rows: [...(tables.samples ? [tables.samples] : []), ...tables.reads].reduce(
            (sum, { rowCount }) => sum + rowCount,
            0,
          ),
          ...(tables.samples && { encoding: tables.samples.encoding.name }),
        },
      });
      await tx.publish({
        type: 'SubmissionSheetUploaded',
        subject: { type: 'Submission', id },
        access: accessOf(updated),
      });
    });
    return this.submissions.get(actor, id);
  }

  /** Replaces records, and what is known of the tables they came from. */
  private async take(
    tx: Tx,
    submission: Submission,
    { samples, reads, study, ...rest }: Tables,
    file: UploadedTables,
  ): Promise<Submission> {
    const info = readsInfoOf(submission.reads, reads, study?.alias, file);
    const ownStudies = new Set([projectAliasOf(submission.number), ...(info?.studyAliases ?? [])]);
    const counts = await replaceRecords(tx, submission.id, { samples, reads, ...rest }, ownStudies);
    const changes = {
      ...counts,
      reads: info,
      ...(samples && {
        sheet: sheetInfoOf(samples, file),
        checklist: samples.checklist?.accession ?? submission.checklist,
      }),
      ...(study && study.title !== '' && { title: study.title }),
      ...(study && study.description !== '' && { description: study.description }),
      updatedAt: this.clock.now(),
    };
    const version = await updateVersioned(tx, Submission, submission, changes as never);
    return { ...submission, ...changes, version };
  }

  /**
   * The bytes of a table that the records came from, exactly as they were uploaded. Whoever asks stands in the change log.
   *
   * @param sha256 names it; left out: the one of the samples, or the first of the others
   */
  async download(
    actor: Actor,
    id: string,
    sha256?: string,
  ): Promise<{ name: string; stream: Readable; bytes: number; contentType: string }> {
    await this.submissions.assertContentReadable(actor, id);
    const submission = await this.submissions.get(actor, id);
    const { sheet, reads } = submission;
    const tables = [...(sheet ? [sheet] : []), ...(reads ?? [])];
    const table = tables.find((one) => sha256 === undefined || one.sha256 === sha256);
    if (!table) throw notFound('sheet', sha256 ?? id);
    const key = sheetKey(id, table.sha256);
    const { contentType = textType } = (await this.store.head(key)) ?? {};
    const { name, bytes } = table;
    await this.readings.note(actor, 'sheet', submission, name, { bytes, sha256: table.sha256 });
    return { name, bytes, contentType, stream: await this.store.open(key) };
  }
}

/** What an upload changes of the submission itself, as the change log has it. */
const changing = (submission: Submission): Record<string, AuditValue | undefined> => ({
  title: submission.title,
  description: submission.description,
  checklist: submission.checklist,
  sampleCount: submission.sampleCount,
  experimentCount: submission.experimentCount,
  runCount: submission.runCount,
  analysisCount: submission.analysisCount,
  sheetSha256: submission.sheet?.sha256,
  readsSha256: submission.reads?.tables.map(({ sha256 }) => sha256).join(', '),
});

const textType = 'text/tab-separated-values';
const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

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
