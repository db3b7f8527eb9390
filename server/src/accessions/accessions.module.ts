import { Module } from '@nestjs/common';
import { AuditLogModule } from '../audit/audit-log.module.ts';
import { AccessionsController, LandingController } from './accessions.controller.ts';
import { AccessionsService } from './accessions.service.ts';
import { Minting } from './minting.ts';
import { ReleaseService } from './release.service.ts';

@Module({
  controllers: [AccessionsController, LandingController],
  providers: [AccessionsService, Minting],
  exports: [AccessionsService, Minting],
})
export class AccessionsModule {}

/** The worker's part: records become public on their day. */
@Module({ imports: [AuditLogModule], providers: [ReleaseService] })
export class AccessionsWorkerModule {}
