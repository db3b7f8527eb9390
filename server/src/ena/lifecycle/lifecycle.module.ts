import { Module } from '@nestjs/common';
import { AccessionsModule } from '../../accessions/accessions.module.ts';
import { AuditLogModule } from '../../audit/audit-log.module.ts';
import { EnaModule } from '../ena.module.ts';
import { AccessionRequestsController } from './accession-requests.controller.ts';
import { EnaDifferences } from './differences.service.ts';
import { EnaModifications } from './modifications.service.ts';
import { EnaRequestAnswers } from './request-answers.service.ts';
import { EnaRequestChecks } from './request-checks.service.ts';
import { EnaRequestCommands } from './request-commands.service.ts';
import { EnaRequestEnquiries } from './request-enquiries.service.ts';
import { EnaRequestLook } from './request-look.service.ts';
import { EnaRequestOutcomes } from './request-outcomes.service.ts';
import { EnaRequestParts } from './request-parts.service.ts';
import { EnaRequestPayloads } from './request-payloads.service.ts';
import { EnaRequestProcessor } from './request.processor.ts';
import { EnaRequestSend } from './request-send.service.ts';
import { EnaRequestRefusals } from './request-refusals.service.ts';
import { EnaRequestsController } from './requests.controller.ts';
import { EnaRequestsService } from './requests.service.ts';
import { EnaSuppressions } from './suppressions.service.ts';

/** What is done with records after ENA has taken them: held, released, cancelled, suppressed, changed. */
@Module({
  imports: [EnaModule, AccessionsModule, AuditLogModule],
  controllers: [EnaRequestsController, AccessionRequestsController],
  providers: [
    EnaRequestsService,
    EnaRequestCommands,
    EnaDifferences,
    EnaModifications,
    EnaRequestChecks,
    EnaRequestAnswers,
    EnaRequestPayloads,
    EnaRequestEnquiries,
    EnaRequestLook,
    EnaRequestOutcomes,
    EnaRequestParts,
    EnaRequestRefusals,
    EnaRequestSend,
    EnaRequestProcessor,
    EnaSuppressions,
  ],
  exports: [EnaSuppressions, EnaRequestOutcomes],
})
export class EnaLifecycleModule {}
