import { Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../platform/access/actor.ts';
import { Can, CurrentActor } from '../../platform/access/can.decorator.ts';
import { Does } from '../../platform/http/does.decorator.ts';
import { Returns } from '../../platform/http/returns.decorator.ts';
import { verificationStateView, verificationView } from './verification.contract.ts';
import { VerificationsService } from './verifications.service.ts';

@ApiTags('Verification')
@Controller('audit/verification')
export class AuditVerificationController {
  constructor(private readonly verifications: VerificationsService) {}

  @Get()
  @Does(
    'Tells how the last verification went, and one that is under way',
    'Events of the stream tell its progress.',
  )
  @Can('read', 'AuditVerification')
  @Returns(verificationStateView)
  state() {
    return this.verifications.state();
  }

  @Post()
  @Does('Has the whole log verified', 'While a run waits or runs, that is the one.')
  @Can('create', 'AuditVerification')
  @Returns(verificationView, 202)
  request(@CurrentActor() actor: Actor) {
    return this.verifications.request(actor);
  }
}
