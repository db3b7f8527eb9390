import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.ts';
import { AuditActors } from './audit-actors.ts';
import { AuditEventsService } from './audit-events.service.ts';
import { AuditExportLinks } from './audit-export-links.ts';
import { AuditExports } from './audit-exports.service.ts';
import { AuditLogModule } from './audit-log.module.ts';
import { AuditPartitions } from './audit-partitions.ts';

/** Reading and exporting the change log. */
@Module({
  imports: [AuditLogModule],
  controllers: [AuditController],
  providers: [AuditActors, AuditEventsService, AuditExports, AuditExportLinks],
  exports: [AuditEventsService],
})
export class AuditModule {}

/** The worker's part: room for the months to come. */
@Module({ providers: [AuditPartitions] })
export class AuditWorkerModule {}
