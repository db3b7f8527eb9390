import { Module } from '@nestjs/common';
import { AccessionsModule } from '../accessions/accessions.module.ts';
import { AuditLogModule } from '../audit/audit-log.module.ts';
import { EnaAttempts } from './sending/attempts.service.ts';
import { EnaBatchesService } from './batches/batches.service.ts';
import { EnaController } from './batches/batches.controller.ts';
import { EnaIntents } from './sending/intents.service.ts';
import { EnaOutcomes } from './sending/outcomes.service.ts';
import { EnaPayloads } from './sending/payloads.service.ts';
import { EnaSend } from './sending/send.service.ts';
import { EnaSendProcessor } from './sending/send.processor.ts';
import { webinProvider } from './webin.provider.ts';

@Module({
  imports: [AccessionsModule, AuditLogModule],
  controllers: [EnaController],
  providers: [
    webinProvider,
    EnaBatchesService,
    EnaAttempts,
    EnaPayloads,
    EnaIntents,
    EnaOutcomes,
    EnaSend,
    EnaSendProcessor,
  ],
})
export class EnaModule {}
