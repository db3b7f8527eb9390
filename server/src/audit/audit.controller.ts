import { Controller, Get, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import type { Actor } from '../platform/access/actor.ts';
import { Can, CurrentActor } from '../platform/access/can.decorator.ts';
import { idParams } from '../platform/http/common.contract.ts';
import { Returns } from '../platform/http/returns.decorator.ts';
import { auditEventView, auditListQuery, auditPage } from './audit.contract.ts';
import { AuditEventsService } from './audit-events.service.ts';

@Controller('audit')
export class AuditController {
  constructor(private readonly events: AuditEventsService) {}

  @Get('events')
  @Can('read', 'AuditEvent')
  @Returns(auditPage)
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: auditListQuery }) query: z.infer<typeof auditListQuery>,
  ) {
    return this.events.list(actor, query);
  }

  @Get('events/:id')
  @Can('read', 'AuditEvent')
  @Returns(auditEventView)
  get(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: z.infer<typeof idParams>) {
    return this.events.get(actor, id);
  }
}
