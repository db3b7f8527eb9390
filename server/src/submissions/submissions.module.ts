import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessionsModule } from '../accessions/accessions.module.ts';
import { AuditLogModule } from '../audit/audit-log.module.ts';
import { AuditModule } from '../audit/audit.module.ts';
import { FilesModule } from '../files/files.module.ts';
import { ValidationModule } from '../validation/validation.module.ts';
import { AnalysisTypesController } from './analysis-types.controller.ts';
import { ChecklistChangedProcessor } from './checklist-changed.processor.ts';
import { FilesChangedProcessor } from './files-changed.processor.ts';
import { RecordsController } from './records.controller.ts';
import { SubmissionLogNames } from './log-names.ts';
import { ReadingLog } from './reading-log.ts';
import { RecordsExport } from './records-export.ts';
import { RecordRevalidation } from './record-revalidation.service.ts';
import { RecordsService } from './records.service.ts';
import { Revisions } from './revisions.service.ts';
import { SheetsController } from './sheets.controller.ts';
import { SheetsService } from './sheets.service.ts';
import { Submission } from './submission.entity.ts';
import { SubmissionHistory } from './submission-history.service.ts';
import { SubmissionTransitions } from './submission-transitions.service.ts';
import { SubmissionValidation } from './submission-validation.service.ts';
import { SubmissionsController } from './submissions.controller.ts';
import { SubmissionsService } from './submissions.service.ts';
import { Arrival } from './uploads/arrival.ts';
import { FileStates } from './uploads/file-states.service.ts';
import { SubmissionFiles } from './uploads/submission-files.ts';
import { UploadViews } from './uploads/upload-view.ts';
import { SubmissionFilesController, UploadsController } from './uploads/uploads.controller.ts';
import { UploadsService } from './uploads/uploads.service.ts';

@Module({
  imports: [
    TypeOrmModule.forFeature([Submission]),
    AccessionsModule,
    FilesModule,
    ValidationModule,
    AuditLogModule,
    AuditModule,
  ],
  controllers: [
    SubmissionsController,
    SheetsController,
    AnalysisTypesController,
    RecordsController,
    SubmissionFilesController,
    UploadsController,
  ],
  providers: [
    SubmissionsService,
    SubmissionTransitions,
    SubmissionValidation,
    RecordRevalidation,
    SubmissionHistory,
    SubmissionLogNames,
    SheetsService,
    RecordsService,
    ReadingLog,
    RecordsExport,
    Revisions,
    ChecklistChangedProcessor,
    FilesChangedProcessor,
    SubmissionFiles,
    FileStates,
    UploadsService,
    UploadViews,
    Arrival,
  ],
  exports: [SubmissionFiles, SubmissionsService, SubmissionTransitions, SheetsService, RecordsService],
})
export class SubmissionsModule {}
