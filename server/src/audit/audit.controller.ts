import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Actor } from '../platform/access/actor.ts';
import { Can, CurrentActor } from '../platform/access/can.decorator.ts';
import { idParams } from '../platform/http/common.contract.ts';
import { Does, Refuses } from '../platform/http/does.decorator.ts';
import { Returns } from '../platform/http/returns.decorator.ts';
import { auditEventView, auditListQuery, auditPage } from './audit.contract.ts';
import { AuditEventsService } from './audit-events.service.ts';

@ApiTags('Change log')
@Controller('audit')
export class AuditEventsController {
  constructor(private readonly events: AuditEventsService) {}

  @Get('events')
  @Does(
    'Lists events of the change log, the latest first',
    'All that is given must hold. Lists take several values separated by commas, any of which may hold; a name that begins with `not` leaves events out. `q` is the console’s search line.',
  )
  @Refuses(
    'invalid',
    'list.bad_cursor',
    'audit.bad_period',
    'audit.bad_search',
    'audit.unknown_record',
    'audit.actor_too_vague',
    'audit.reason_too_short',
    'audit.root_type_alone',
  )
  @Can('read', 'AuditEvent')
  @Returns(auditPage)
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: auditListQuery }) query: z.infer<typeof auditListQuery>,
  ) {
    return this.events.list(actor, query);
  }

  @Get('events/:id')
  @Does('Reads an event')
  @Refuses('gone', 'audit.archived')
  @Can('read', 'AuditEvent')
  @Returns(auditEventView)
  get(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: z.infer<typeof idParams>) {
    return this.events.get(actor, id);
  }
}
