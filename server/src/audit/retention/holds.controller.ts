import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Actor } from '../../platform/access/actor.ts';
import { Can, CurrentActor } from '../../platform/access/can.decorator.ts';
import { idParams, reasonBody } from '../../platform/http/common.contract.ts';
import { Does, Refuses } from '../../platform/http/does.decorator.ts';
import { IfMatch } from '../../platform/http/if-match.decorator.ts';
import { Returns, ReturnsText } from '../../platform/http/returns.decorator.ts';
import {
  type AuditHoldListQuery,
  auditHoldListQuery,
  auditHoldPage,
  auditHoldView,
  type SetAuditHold,
  setAuditHold,
} from './hold.contract.ts';
import { AuditHolds } from './holds.service.ts';

type Id = z.infer<typeof idParams>;

@ApiTags('Change log retention')
@Controller('audit/holds')
export class AuditHoldsController {
  constructor(private readonly holds: AuditHolds) {}

  @Get()
  @Does('Lists legal holds: what keeps months in the log')
  @Can('read', 'AuditHold')
  @ReturnsText(auditHoldPage)
  list(@CurrentActor() actor: Actor, @Query({ schema: auditHoldListQuery }) query: AuditHoldListQuery) {
    return this.holds.list(actor, query);
  }

  @Get(':id')
  @Does('Reads a legal hold')
  @Can('read', 'AuditHold')
  @Returns(auditHoldView)
  get(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.holds.get(actor, id);
  }

  @Post()
  @Does(
    'Sets a legal hold',
    'While it stands, the months with what it names stay in the log, and nobody whom it names is erased.',
  )
  @Refuses('conflict', 'audit_hold.person_erased')
  @Refuses('invalid', 'audit.unknown_record', 'audit_hold.unclear_person')
  @Can('create', 'AuditHold')
  @Returns(auditHoldView, 201)
  set(@CurrentActor() actor: Actor, @Body({ schema: setAuditHold }) body: SetAuditHold) {
    return this.holds.set(actor, body);
  }

  @Post(':id/lift')
  @Does('Lifts a legal hold')
  @Refuses('conflict', 'audit_hold.lifted')
  @Can('lift', 'AuditHold')
  @Returns(auditHoldView)
  lift(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: reasonBody }) { reason }: z.infer<typeof reasonBody>,
  ) {
    return this.holds.lift(actor, id, version, reason);
  }
}
