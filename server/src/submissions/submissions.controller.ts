import {
  Body,
  Controller,
  Get,
  Param,
  Patch,
  Post,
  Query,
  Req,
  StreamableFile,
  UseInterceptors,
} from '@nestjs/common';
import { FileStreamInterceptor, type MultipartFileStream } from '@nestjs/platform-fastify/multipart';
import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Actor } from '../platform/access/actor.ts';
import { Can, CurrentActor } from '../platform/access/can.decorator.ts';
import { idParams, optionalReasonBody, reasonBody } from '../platform/http/common.contract.ts';
import { IfMatch } from '../platform/http/if-match.decorator.ts';
import { Returns, ReturnsContent, ReturnsText } from '../platform/http/returns.decorator.ts';
import { TakesFile } from '../platform/http/takes-file.decorator.ts';
import { UploadProblems } from '../platform/http/upload-problems.interceptor.ts';
import { countsView } from '../platform/lists/list.contract.ts';
import { findingListQuery, findingPage, validationView } from './findings.contract.ts';
import { changeRecord, recordListQuery, recordPage, recordView } from './record.contract.ts';
import { recordsExportQuery } from './record.contract.ts';
import { RecordsExport } from './records-export.ts';
import { RecordsService } from './records.service.ts';
import { SheetSize } from './sheet-size.interceptor.ts';
import { SheetsService } from './sheets.service.ts';
import {
  changeSubmission,
  createSubmission,
  revisionList,
  submissionCountsQuery,
  submissionListQuery,
  submissionPage,
  submissionView,
  timelineView,
} from './submission.contract.ts';
import { sheetMissing } from './submission.errors.ts';
import { SubmissionHistory } from './submission-history.service.ts';
import { SubmissionTransitions } from './submission-transitions.service.ts';
import { SubmissionsService } from './submissions.service.ts';

type Id = z.infer<typeof idParams>;
type Reason = z.infer<typeof reasonBody>;
type OptionalReason = z.infer<typeof optionalReasonBody>;
const recordParams = idParams.extend({ recordId: z.uuid() });
const sheetUpload = FileStreamInterceptor('file', {
  limits: { files: 1, fileSize: Number.POSITIVE_INFINITY },
});

@Controller('submissions')
export class SubmissionsController {
  constructor(
    private readonly submissions: SubmissionsService,
    private readonly transitions: SubmissionTransitions,
    private readonly sheets: SheetsService,
    private readonly records: RecordsService,
    private readonly history: SubmissionHistory,
    private readonly exports: RecordsExport,
  ) {}

  @Get()
  @Can('read', 'Submission')
  @ReturnsText(submissionPage)
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: submissionListQuery }) query: z.infer<typeof submissionListQuery>,
  ) {
    return this.submissions.list(actor, query);
  }

  @Get('counts')
  @Can('read', 'Submission')
  @Returns(countsView)
  counts(
    @CurrentActor() actor: Actor,
    @Query({ schema: submissionCountsQuery }) query: z.infer<typeof submissionCountsQuery>,
  ) {
    return this.submissions.counts(actor, query);
  }

  @Post()
  @Can('create', 'Submission')
  @Returns(submissionView, 201)
  create(
    @CurrentActor() actor: Actor,
    @Body({ schema: createSubmission }) body: z.infer<typeof createSubmission>,
  ) {
    return this.submissions.create(actor, body);
  }

  @Get(':id')
  @Can('read', 'Submission')
  @Returns(submissionView)
  get(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.submissions.get(actor, id);
  }

  @Patch(':id')
  @Can('update', 'Submission')
  @Returns(submissionView)
  update(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: changeSubmission }) body: z.infer<typeof changeSubmission>,
  ) {
    return this.submissions.update(actor, id, version, body);
  }

  @Post(':id/sheets')
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
  @Can('read', 'Record')
  @ReturnsContent('text/tab-separated-values')
  async sheet(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    const { name, stream, bytes } = await this.sheets.download(actor, id);
    return new StreamableFile(stream, {
      type: 'text/tab-separated-values',
      disposition: attachment(name),
      length: bytes,
    });
  }

  @Get(':id/records')
  @Can('read', 'Record')
  @ReturnsText(recordPage)
  listRecords(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @Query({ schema: recordListQuery }) query: z.infer<typeof recordListQuery>,
  ) {
    return this.records.list(actor, id, query);
  }

  @Get(':id/records.tsv')
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

  @Patch(':id/records/:recordId')
  @Can('update', 'Record')
  @Returns(recordView)
  updateRecord(
    @CurrentActor() actor: Actor,
    @Param({ schema: recordParams }) { id, recordId }: z.infer<typeof recordParams>,
    @IfMatch() version: number,
    @Body({ schema: changeRecord }) body: z.infer<typeof changeRecord>,
  ) {
    return this.records.update(actor, id, recordId, version, body);
  }

  @Get(':id/validation')
  @Can('read', 'Record')
  @Returns(validationView)
  report(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.history.validation(actor, id);
  }

  @Get(':id/findings')
  @Can('read', 'Record')
  @ReturnsText(findingPage)
  findings(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @Query({ schema: findingListQuery }) query: z.infer<typeof findingListQuery>,
  ) {
    return this.records.findings(actor, id, query);
  }

  @Get(':id/revisions')
  @Can('read', 'Submission')
  @Returns(revisionList)
  revisions(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.history.revisions(actor, id);
  }

  @Get(':id/timeline')
  @Can('read', 'Submission')
  @Returns(timelineView)
  timeline(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.history.timeline(actor, id);
  }

  @Post(':id/submit')
  @Can('submit', 'Submission')
  @Returns(submissionView)
  submit(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: optionalReasonBody }) { reason }: OptionalReason,
  ) {
    return this.transitions.transition(actor, id, version, 'submit', reason);
  }

  @Post(':id/claim')
  @Can('claim', 'Submission')
  @Returns(submissionView)
  claim(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: optionalReasonBody }) { reason }: OptionalReason,
  ) {
    return this.transitions.transition(actor, id, version, 'claim', reason);
  }

  @Post(':id/request-changes')
  @Can('request-changes', 'Submission')
  @Returns(submissionView)
  requestChanges(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: reasonBody }) { reason }: Reason,
  ) {
    return this.transitions.transition(actor, id, version, 'request-changes', reason);
  }

  @Post(':id/approve')
  @Can('approve', 'Submission')
  @Returns(submissionView)
  approve(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: reasonBody }) { reason }: Reason,
  ) {
    return this.transitions.transition(actor, id, version, 'approve', reason);
  }

  @Post(':id/reject')
  @Can('reject', 'Submission')
  @Returns(submissionView)
  reject(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: reasonBody }) { reason }: Reason,
  ) {
    return this.transitions.transition(actor, id, version, 'reject', reason);
  }

  @Post(':id/withdraw')
  @Can('withdraw', 'Submission')
  @Returns(submissionView)
  withdraw(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: reasonBody }) { reason }: Reason,
  ) {
    return this.transitions.transition(actor, id, version, 'withdraw', reason);
  }

  @Post(':id/revise')
  @Can('revise', 'Submission')
  @Returns(submissionView)
  revise(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: optionalReasonBody }) { reason }: OptionalReason,
  ) {
    return this.transitions.transition(actor, id, version, 'revise', reason);
  }
}

const attachment = (name: string) => `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;
