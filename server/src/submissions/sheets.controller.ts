import { Readable } from 'node:stream';
import { Controller, Get, Param, Post, Query, Req, StreamableFile, UseInterceptors } from '@nestjs/common';
import { FileStreamInterceptor, type MultipartFileStream } from '@nestjs/platform-fastify/multipart';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Actor } from '../platform/access/actor.ts';
import { Can, CurrentActor } from '../platform/access/can.decorator.ts';
import { idParams } from '../platform/http/common.contract.ts';
import { Does, Refuses } from '../platform/http/does.decorator.ts';
import { IfMatch } from '../platform/http/if-match.decorator.ts';
import { Returns, ReturnsContent } from '../platform/http/returns.decorator.ts';
import { TakesFile } from '../platform/http/takes-file.decorator.ts';
import { UploadProblems } from '../platform/http/upload-problems.interceptor.ts';
import { recordsExportQuery } from './record.contract.ts';
import { RecordsExport } from './records-export.ts';
import { SheetSize } from './sheet-size.interceptor.ts';
import { SheetsService } from './sheets.service.ts';
import { sheetQuery, submissionView } from './submission.contract.ts';
import { sheetMissing } from './submission.errors.ts';

type Id = z.infer<typeof idParams>;
const sheetUpload = FileStreamInterceptor('file', {
  limits: { files: 1, fileSize: Number.POSITIVE_INFINITY },
});

/** Tables that records come in by, and the records as such tables again. */
@ApiTags('Records')
@Controller('submissions')
export class SheetsController {
  constructor(
    private readonly sheets: SheetsService,
    private readonly exports: RecordsExport,
  ) {}

  @Post(':id/sheets')
  @Does(
    'Uploads a sheet of records',
    'A sheet of samples, reads or analyses, a table of ena-upload-cli, or a workbook of several. Its records take the place of those of the same types. Nothing is stored of a file that cannot be read; `errors` then names rows and columns.',
  )
  @Refuses('conflict', 'submission.not_editable')
  @Refuses('too_large', 'sheet.too_large')
  @Refuses('invalid', 'sheet.missing', 'request.unreadable_upload')
  @Can('update', 'Submission')
  @TakesFile()
  @UseInterceptors(SheetSize, UploadProblems, sheetUpload)
  @Returns(submissionView, 201)
  upload(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Req() { file }: { file?: MultipartFileStream },
  ) {
    if (!file) throw sheetMissing();
    return this.sheets.upload(actor, id, version, file.originalname, file.stream);
  }

  @Get(':id/sheet')
  @Does('Downloads a table as it was uploaded', 'Who takes it stands in the change log.')
  @Can('read', 'Record')
  @ReturnsContent('text/tab-separated-values')
  async download(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @Query({ schema: sheetQuery }) { sha256 }: z.infer<typeof sheetQuery>,
  ) {
    const { name, stream, bytes, contentType } = await this.sheets.download(actor, id, sha256);
    return new StreamableFile(stream, { type: contentType, disposition: attachment(name), length: bytes });
  }

  @Get(':id/records.tsv')
  @Does(
    'Downloads records as a table, with their accessions',
    'It can be uploaded again as it is. Who takes it stands in the change log.',
  )
  @Can('read', 'Record')
  @ReturnsContent('text/tab-separated-values')
  async exportRecords(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @Query({ schema: recordsExportQuery }) query: z.infer<typeof recordsExportQuery>,
  ) {
    const { name, lines } = await this.exports.tsv(actor, id, query);
    return new StreamableFile(Readable.from(lines, { objectMode: false }), {
      type: 'text/tab-separated-values; charset=utf-8',
      disposition: attachment(name),
    });
  }
}

const attachment = (name: string) => `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;
