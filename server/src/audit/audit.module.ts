import { Module } from '@nestjs/common';
import { LogAlarms } from './alarm/log-alarms.service.ts';
import { AuditEventsController } from './audit.controller.ts';
import { AuditActors } from './audit-actors.ts';
import { AuditEventsService } from './audit-events.service.ts';
import { DepartedEvents } from './archive/departed-events.service.ts';
import { AuditExportDownloads } from './exporting/export-downloads.service.ts';
import { ExportEndings } from './exporting/export-endings.ts';
import { ErasureWatch } from './exporting/export-erasure-watch.ts';
import { ExportErasure } from './exporting/export-erasure.ts';
import { ExportHealth } from './exporting/export-health.ts';
import { ExportLeavings } from './exporting/export-leavings.service.ts';
import { AuditExportLinks } from './exporting/export-links.ts';
import { ExportProcessor } from './exporting/export.processor.ts';
import { AuditExportRequests } from './exporting/export-requests.service.ts';
import { ExportStore } from './exporting/export-store.ts';
import { ExportWatch } from './exporting/export-watch.ts';
import { ExportWriting } from './exporting/export-writing.service.ts';
import { FinishedExports } from './exporting/finished-exports.ts';
import { ExportWriter } from './exporting/export-writer.ts';
import { AuditExportsController } from './exporting/exports.controller.ts';
import { AuditExports } from './exporting/exports.service.ts';
import { DueExports } from './exporting/schedule/due-exports.service.ts';
import { AuditExportSchedulesController } from './exporting/schedule/export-schedules.controller.ts';
import { ExportSchedules } from './exporting/schedule/export-schedules.service.ts';
import { AuditFindingController } from './audit-finding.controller.ts';
import { AuditHealth } from './audit-health.ts';
import { AuditLogModule } from './audit-log.module.ts';
import { ErasureDuties } from './erasure/erasure-duties.ts';
import { ErasureHealth } from './erasure/erasure-health.ts';
import { ErasureProcessor } from './erasure/erasure.processor.ts';
import { OpenWriters } from './erasure/open-writers.ts';
import { PersonalValues } from './erasure/personal-values.service.ts';
import { AuditPartitions } from './audit-partitions.ts';
import { NightlyRuns } from './nightly-runs.ts';
import { FacetsService } from './finding/facets.service.ts';
import { FilterNames } from './finding/filter-names.ts';
import { FrequentFilters } from './finding/frequent-filters.ts';
import { KnownActions } from './finding/known-actions.ts';
import { RecordNames } from './finding/record-names.ts';
import { EventProofs } from './proof/event-proofs.service.ts';
import { HeadBucket } from './publication/head-bucket.ts';
import { HeadMail } from './publication/head-mail.ts';
import { HeadPublisher } from './publication/head-publisher.ts';
import { HeadWebhook } from './publication/head-webhook.ts';
import { PublicationAlarm } from './publication/publication-alarm.ts';
import { PublicationHealth } from './publication/publication-health.ts';
import { ArchiveDownloads } from './retention/archive-downloads.service.ts';
import { ArchiveLeavings } from './retention/archive-leavings.service.ts';
import { ArchiveStore } from './retention/archive-store.ts';
import { ArchivedMonths } from './retention/archived-months.service.ts';
import { eraseFromHolds } from './retention/hold-erasure.ts';
import { AuditHoldsController } from './retention/holds.controller.ts';
import { HeldNames } from './retention/held-names.service.ts';
import { AuditHolds } from './retention/holds.service.ts';
import { MonthArchiver } from './retention/month-archiver.ts';
import { MonthLeaving } from './retention/month-leaving.ts';
import { MonthsToLeave } from './retention/months-to-leave.ts';
import { AuditRetentionController } from './retention/retention.controller.ts';
import { RetentionHealth } from './retention/retention-health.ts';
import { RetentionProcessor } from './retention/retention.processor.ts';
import { RetentionRuns } from './retention/retention-runs.service.ts';
import { StatedArchives } from './retention/stated-archives.service.ts';
import { LogRuns } from './runs/log-runs.service.ts';
import { RunEnds } from './runs/run-ends.service.ts';
import { AuditCheckpointsController, AuditKeysController } from './sealing/checkpoints.controller.ts';
import { CheckpointsService } from './sealing/checkpoints.service.ts';
import { ExportKeys } from './sealing/export-keys.ts';
import { KeyRegister } from './sealing/key-register.ts';
import { KeyStanding } from './sealing/key-standing.ts';
import { LogKeys } from './sealing/log-keys.ts';
import { Sealer } from './sealing/sealer.ts';
import { SealHealth } from './sealing/seal-health.ts';
import { SealerDatabase } from './sealing/sealer.database.ts';
import { ArchiveFiles } from './verification/archive-files.ts';
import { PublishedTrust } from './verification/published-trust.ts';
import { AuditVerificationController } from './verification/verification.controller.ts';
import { VerificationHealth } from './verification/verification-health.ts';
import { VerificationProcessor } from './verification/verification.processor.ts';
import { VerificationsService } from './verification/verifications.service.ts';
import { VerifierProgramController } from './verifier/verifier-program.controller.ts';
import { VerifierProgram } from './verifier/verifier-program.ts';

/** Reading and exporting the change log. */
@Module({
  imports: [AuditLogModule],
  controllers: [
    AuditFindingController,
    AuditEventsController,
    AuditExportsController,
    AuditExportSchedulesController,
    AuditCheckpointsController,
    AuditKeysController,
    VerifierProgramController,
    AuditVerificationController,
    AuditRetentionController,
    AuditHoldsController,
  ],
  providers: [
    AuditActors,
    AuditEventsService,
    AuditExports,
    AuditExportLinks,
    AuditExportRequests,
    AuditExportDownloads,
    DueExports,
    ExportEndings,
    ErasureWatch,
    ExportErasure,
    ExportHealth,
    ExportLeavings,
    ExportProcessor,
    ExportSchedules,
    ExportStore,
    ExportWriter,
    FinishedExports,
    ExportWriting,
    AuditHealth,
    PublicationHealth,
    SealHealth,
    VerificationHealth,
    CheckpointsService,
    DepartedEvents,
    EventProofs,
    FacetsService,
    ErasureHealth,
    ErasureProcessor,
    OpenWriters,
    PersonalValues,
    FilterNames,
    FrequentFilters,
    KnownActions,
    RecordNames,
    HeadBucket,
    ExportKeys,
    KeyStanding,
    LogAlarms,
    LogKeys,
    LogRuns,
    PublishedTrust,
    VerificationsService,
    VerifierProgram,
    ArchiveFiles,
    ArchiveDownloads,
    ArchiveStore,
    ArchivedMonths,
    AuditHolds,
    HeldNames,
    MonthsToLeave,
    RetentionHealth,
    RetentionRuns,
    StatedArchives,
  ],
  exports: [
    ArchiveStore,
    CheckpointsService,
    KeyStanding,
    MonthsToLeave,
    RetentionRuns,
    AuditEventsService,
    DueExports,
    ExportLeavings,
    AuditExportLinks,
    RecordNames,
    AuditHealth,
    HeadBucket,
    ExportKeys,
    LogAlarms,
    LogKeys,
    LogRuns,
    PublishedTrust,
    ArchiveFiles,
    VerificationsService,
  ],
})
export class AuditModule {
  constructor(duties: ErasureDuties, exports: ExportErasure) {
    duties.add('exports of the change log', (tx, personId) => exports.fulfil(tx, personId));
    duties.add('legal holds', eraseFromHolds);
    duties.addLast('exports of the change log', (tx) => exports.conclude(tx));
  }
}

/** The worker's part: room for the months to come, the seal, and the months that leave. */
@Module({
  imports: [AuditLogModule, AuditModule],
  providers: [
    AuditPartitions,
    SealerDatabase,
    KeyRegister,
    Sealer,
    HeadMail,
    HeadWebhook,
    HeadPublisher,
    PublicationAlarm,
    ExportWatch,
    ArchiveLeavings,
    MonthArchiver,
    MonthLeaving,
    RunEnds,
    RetentionProcessor,
    VerificationProcessor,
    NightlyRuns,
  ],
})
export class AuditWorkerModule {}
