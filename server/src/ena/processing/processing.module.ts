import { Module } from '@nestjs/common';
import { AccessionsModule } from '../../accessions/accessions.module.ts';
import { AuditLogModule } from '../../audit/audit-log.module.ts';
import { EnaModule } from '../ena.module.ts';
import { EnaLifecycleModule } from '../lifecycle/lifecycle.module.ts';
import { EnaExpiry } from './expiry.service.ts';
import { EnaFollowing } from './following.service.ts';
import { EnaPollProcessor } from './poll.processor.ts';
import { EnaPoll } from './poll.service.ts';
import { EnaPollTurns } from './poll-turns.service.ts';
import { EnaProblemsController } from './problems.controller.ts';
import { EnaProblems } from './problems.service.ts';
import { EnaProcessingWatch } from './processing.watch.ts';
import { EnaProduced } from './produced.service.ts';

@Module({
  imports: [EnaModule, EnaLifecycleModule, AccessionsModule, AuditLogModule],
  controllers: [EnaProblemsController],
  providers: [EnaPollTurns, EnaPoll, EnaPollProcessor, EnaFollowing, EnaProduced, EnaExpiry, EnaProblems],
  exports: [EnaPollTurns, EnaExpiry],
})
export class EnaProcessingModule {}

/** The worker's part: reports are asked when something is due. */
@Module({ imports: [EnaProcessingModule], providers: [EnaProcessingWatch] })
export class EnaProcessingWorkerModule {}
