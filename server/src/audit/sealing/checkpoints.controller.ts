import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Actor } from '../../platform/access/actor.ts';
import { Can, CurrentActor, Public } from '../../platform/access/can.decorator.ts';
import { Does } from '../../platform/http/does.decorator.ts';
import { Returns, ReturnsText } from '../../platform/http/returns.decorator.ts';
import { auditKeysView, checkpointListQuery, checkpointPage } from './checkpoint.contract.ts';
import { CheckpointsService } from './checkpoints.service.ts';

@ApiTags('Change log')
@Controller('audit/checkpoints')
export class AuditCheckpointsController {
  constructor(private readonly checkpoints: CheckpointsService) {}

  @Get()
  @Does(
    'Lists signed heads of the log, the newest first',
    'To be kept elsewhere: what a head covers cannot be altered without being found out.',
  )
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
@ApiTags('Verification')
@Controller('.well-known')
export class AuditKeysController {
  constructor(private readonly checkpoints: CheckpointsService) {}

  @Get('seqdb-audit-keys.json')
  @Does(
    'Lists the keys that sign the log and its exports',
    'Every one that ever did: whoever checks an export or a head needs no account.',
  )
  @Public()
  @Header('cache-control', 'public, max-age=300')
  @Header('access-control-allow-origin', '*')
  @Returns(auditKeysView)
  list() {
    return this.checkpoints.publicKeys();
  }
}
