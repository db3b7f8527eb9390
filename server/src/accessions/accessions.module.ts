import { Module } from '@nestjs/common';
import { AuditLogModule } from '../audit/audit-log.module.ts';
import { AccessionsController, LandingController } from './accessions.controller.ts';
import { AccessionsService } from './accessions.service.ts';
import { Minting } from './minting.ts';
import { AccessionPublicity } from './publicity.service.ts';
import { ReleaseService } from './release.service.ts';

@Module({
  imports: [AuditLogModule],
  controllers: [AccessionsController, LandingController],
  providers: [AccessionsService, AccessionPublicity, Minting],
  exports: [AccessionsService, AccessionPublicity, Minting],
})
export class AccessionsModule {}

/** The worker's part: records become public on their day. */
@Module({ imports: [AuditLogModule], providers: [ReleaseService] })
export class AccessionsWorkerModule {}
