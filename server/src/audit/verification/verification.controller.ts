import { Controller, Get, Post } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { Can, CurrentActor } from '../../platform/access/can.decorator.ts';
import { Returns } from '../../platform/http/returns.decorator.ts';
import { verificationStateView, verificationView } from './verification.contract.ts';
import { VerificationsService } from './verifications.service.ts';

@Controller('audit/verification')
export class VerificationController {
  constructor(private readonly verifications: VerificationsService) {}

  /** The last run, and one that is under way; events of the stream tell its progress. */
  @Get()
  @Can('read', 'AuditVerification')
  @Returns(verificationStateView)
  state() {
    return this.verifications.state();
  }

  @Post()
  @Can('create', 'AuditVerification')
  @Returns(verificationView, 202)
  request(@CurrentActor() actor: Actor) {
    return this.verifications.request(actor);
  }
}
