import { Module } from '@nestjs/common';
import { AccessionsModule } from '../accessions/accessions.module.ts';
import { AuditLogModule } from '../audit/audit-log.module.ts';
import { EnaAttempts } from './ena-attempts.service.ts';
import { EnaBatchesService } from './ena-batches.service.ts';
import { EnaController } from './ena.controller.ts';
import { EnaIntents } from './ena-intents.service.ts';
import { EnaOutcomes } from './ena-outcomes.service.ts';
import { EnaPayloads } from './ena-payloads.service.ts';
import { EnaSend } from './ena-send.service.ts';
import { EnaSendProcessor } from './ena-send.processor.ts';
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
