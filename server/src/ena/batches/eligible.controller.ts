import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Actor } from '../../platform/access/actor.ts';
import { Can, CurrentActor } from '../../platform/access/can.decorator.ts';
import { Does } from '../../platform/http/does.decorator.ts';
import { Returns, ReturnsText } from '../../platform/http/returns.decorator.ts';
import { listQuery } from '../../platform/lists/list.contract.ts';
import { EnaBatchesService } from './batches.service.ts';
import { eligiblePage, eligibleReasons } from './batches.contract.ts';
import { EnaEligibility } from './eligibility.service.ts';

@ApiTags('ENA batches')
@Controller('ena/eligible')
export class EnaEligibleController {
  constructor(
    private readonly batches: EnaBatchesService,
    private readonly eligibility: EnaEligibility,
  ) {}

  @Get()
  @Does('Lists approved submissions that a new batch could take')
  @Can('create', 'EnaBatch')
  @ReturnsText(eligiblePage)
  list(@CurrentActor() actor: Actor, @Query({ schema: listQuery }) query: z.infer<typeof listQuery>) {
    return this.batches.eligible(actor, query);
  }

  @Get('reasons')
  @Does('Counts approved submissions that a batch could not take, and says why')
  @Can('create', 'EnaBatch')
  @Returns(eligibleReasons)
  reasons() {
    return this.eligibility.reasons();
  }
}
