import { Module } from '@nestjs/common';
import { AccessionsModule } from '../accessions/accessions.module.ts';
import { FilesModule } from '../files/files.module.ts';
import { AuditLogModule } from '../audit/audit-log.module.ts';
import { AuditModule } from '../audit/audit.module.ts';
import { EnaAnswers } from './sending/answers.service.ts';
import { EnaAttempts } from './sending/attempts.service.ts';
import { EnaBatchCommands } from './batches/batch-commands.service.ts';
import { EnaBatchDoor } from './batches/batch-door.service.ts';
import { EnaBatchErrors } from './batches/batch-errors.service.ts';
import { EnaBatchProgress } from './batches/batch-progress.service.ts';
import { EnaBatchesService } from './batches/batches.service.ts';
import { EnaCheckProcessor } from './batches/checks/check.processor.ts';
import { EnaCheck } from './batches/checks/check.service.ts';
import { EnaDryRun } from './batches/checks/dry-run.service.ts';
import { EnaReadsCheck } from './batches/checks/reads-check.service.ts';
import { EnaRehearsal } from './batches/checks/rehearsal.service.ts';
import { EnaRevisionCheck } from './batches/checks/revision-check.service.ts';
import { EnaEligibility } from './batches/eligibility.service.ts';
import { EnaBatchesController } from './batches/batches.controller.ts';
import { EnaEligibleController } from './batches/eligible.controller.ts';
import { EnaAttemptsController } from './sending/attempts.controller.ts';
import { DocumentReads } from './sending/document-reads.ts';
import { EnaEnquiries } from './sending/enquiries.service.ts';
import { EnaIntents } from './sending/intents.service.ts';
import { EnaOutcomes } from './sending/outcomes.service.ts';
import { EnaPayloads } from './sending/payloads.service.ts';
import { EnaCliSend } from './assemblies/cli-send.service.ts';
import { EnaFileErrors } from './sending/file-errors.service.ts';
import { EnaReadiness } from './sending/readiness.service.ts';
import { EnaReads } from './sending/reads.service.ts';
import { EnaRefusalFindings } from './sending/refusal-findings.service.ts';
import { EnaRegistrations } from './sending/registrations.service.ts';
import { EnaResolutions } from './sending/resolve.service.ts';
import { EnaSend } from './sending/send.service.ts';
import { EnaSendProcessor } from './sending/send.processor.ts';
import { EnaReadBacks } from './sending/read-back/read-backs.service.ts';
import { EnaResolutionChecks } from './sending/resolution-checks.service.ts';
import { EnaTaken } from './sending/taken.service.ts';
import { EnaWithdrawn } from './sending/withdrawn.service.ts';
import { SubmissionsModule } from '../submissions/submissions.module.ts';
import { ValidationModule } from '../validation/validation.module.ts';
import { EnaTransfers } from './uploads/transfers.service.ts';
import { uploadAreaProvider } from './uploads/upload-area.provider.ts';
import { EnaUploadProcessor } from './uploads/upload.processor.ts';
import { EnaUploadsController } from './uploads/uploads.controller.ts';
import { EnaUploads } from './uploads/uploads.service.ts';
import { EnaLogNames } from './log-names.ts';
import { Webin, webinProvider } from './webin.provider.ts';

@Module({
  imports: [AccessionsModule, AuditLogModule, AuditModule, FilesModule, SubmissionsModule, ValidationModule],
  controllers: [EnaEligibleController, EnaBatchesController, EnaAttemptsController, EnaUploadsController],
  providers: [
    webinProvider,
    uploadAreaProvider,
    EnaUploads,
    EnaTransfers,
    EnaUploadProcessor,
    EnaReadiness,
    EnaFileErrors,
    EnaCliSend,
    EnaBatchDoor,
    EnaLogNames,
    EnaBatchCommands,
    EnaBatchErrors,
    EnaBatchProgress,
    EnaEligibility,
    EnaReadsCheck,
    EnaRevisionCheck,
    EnaDryRun,
    EnaRehearsal,
    EnaCheck,
    EnaCheckProcessor,
    EnaBatchesService,
    EnaAnswers,
    EnaAttempts,
    DocumentReads,
    EnaEnquiries,
    EnaReads,
    EnaPayloads,
    EnaIntents,
    EnaReadBacks,
    EnaResolutionChecks,
    EnaTaken,
    EnaWithdrawn,
    EnaRefusalFindings,
    EnaRegistrations,
    EnaOutcomes,
    EnaResolutions,
    EnaSend,
    EnaSendProcessor,
  ],
  exports: [
    DocumentReads,
    EnaBatchesService,
    EnaBatchCommands,
    EnaAnswers,
    EnaPayloads,
    EnaRefusalFindings,
    Webin,
  ],
})
export class EnaModule {}
