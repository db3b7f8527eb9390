import { Controller, Get, Header, Query } from '@nestjs/common';
import type { z } from 'zod';
import type { Actor } from '../../platform/access/actor.ts';
import { Can, CurrentActor, Public } from '../../platform/access/can.decorator.ts';
import { Returns, ReturnsText } from '../../platform/http/returns.decorator.ts';
import { auditKeysView, checkpointListQuery, checkpointPage } from './checkpoint.contract.ts';
import { CheckpointsService } from './checkpoints.service.ts';

@Controller('audit/checkpoints')
export class CheckpointsController {
  constructor(private readonly checkpoints: CheckpointsService) {}

  /** Signed heads of the log, newest first. */
  @Get()
  @Can('read', 'AuditEvent')
  @ReturnsText(checkpointPage)
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: checkpointListQuery }) query: z.infer<typeof checkpointListQuery>,
  ) {
    return this.checkpoints.list(actor, query);
  }
}

/** Open to everybody: whoever checks an export or a head needs no account. */
@Controller('.well-known')
export class LogKeysController {
  constructor(private readonly checkpoints: CheckpointsService) {}

  @Get('seqdb-audit-keys.json')
  @Public()
  @Header('cache-control', 'public, max-age=300')
  @Header('access-control-allow-origin', '*')
  @Returns(auditKeysView)
  keys() {
    return this.checkpoints.publicKeys();
  }
}
