import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessionsModule } from '../accessions/accessions.module.ts';
import { AuditLogModule } from '../audit/audit-log.module.ts';
import { AuditModule } from '../audit/audit.module.ts';
import { ValidationModule } from '../validation/validation.module.ts';
import { ChecklistChangedProcessor } from './checklist-changed.processor.ts';
import { RecordsExport } from './records-export.ts';
import { RecordRevalidation } from './record-revalidation.service.ts';
import { RecordsService } from './records.service.ts';
import { Revisions } from './revisions.service.ts';
import { SheetsService } from './sheets.service.ts';
import { Submission } from './submission.entity.ts';
import { SubmissionHistory } from './submission-history.service.ts';
import { SubmissionTransitions } from './submission-transitions.service.ts';
import { SubmissionValidation } from './submission-validation.service.ts';
import { SubmissionsController } from './submissions.controller.ts';
import { SubmissionsService } from './submissions.service.ts';

@Module({
  imports: [
    TypeOrmModule.forFeature([Submission]),
    AccessionsModule,
    ValidationModule,
    AuditLogModule,
    AuditModule,
  ],
  controllers: [SubmissionsController],
  providers: [
    SubmissionsService,
    SubmissionTransitions,
    SubmissionValidation,
    RecordRevalidation,
    SubmissionHistory,
    SheetsService,
    RecordsService,
    RecordsExport,
    Revisions,
    ChecklistChangedProcessor,
  ],
  exports: [SubmissionsService, SubmissionTransitions, SheetsService, RecordsService],
})
export class SubmissionsModule {}
