import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Actor } from '../../platform/access/actor.ts';
import { Can, CurrentActor } from '../../platform/access/can.decorator.ts';
import { idParams, optionalReasonBody } from '../../platform/http/common.contract.ts';
import { IfMatch } from '../../platform/http/if-match.decorator.ts';
import { Returns, ReturnsNothing, ReturnsText } from '../../platform/http/returns.decorator.ts';
import { listQuery } from '../../platform/lists/list.contract.ts';
import { EnaAttempts } from '../sending/attempts.service.ts';
import { EnaBatchesService } from './batches.service.ts';
import {
  attemptList,
  batchItemListQuery,
  batchItemPage,
  batchListQuery,
  batchPage,
  batchPreview,
  batchView,
  createBatch,
  eligiblePage,
} from './batches.contract.ts';

type Id = z.infer<typeof idParams>;
type OptionalReason = z.infer<typeof optionalReasonBody>;
const previewQuery = z.strictObject({ submissionId: z.uuid() });

@Controller('ena')
export class EnaController {
  constructor(
    private readonly batches: EnaBatchesService,
    private readonly attempts: EnaAttempts,
  ) {}

  @Get('eligible')
  @Can('create', 'EnaBatch')
  @ReturnsText(eligiblePage)
  eligible(@CurrentActor() actor: Actor, @Query({ schema: listQuery }) query: z.infer<typeof listQuery>) {
    return this.batches.eligible(actor, query);
  }

  @Get('batches')
  @Can('read', 'EnaBatch')
  @ReturnsText(batchPage)
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: batchListQuery }) query: z.infer<typeof batchListQuery>,
  ) {
    return this.batches.list(actor, query);
  }

  @Post('batches')
  @Can('create', 'EnaBatch')
  @Returns(batchView, 201)
  create(@CurrentActor() actor: Actor, @Body({ schema: createBatch }) body: z.infer<typeof createBatch>) {
    return this.batches.create(actor, body);
  }

  @Get('batches/:id')
  @Can('read', 'EnaBatch')
  @Returns(batchView)
  get(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.batches.get(actor, id);
  }

  @Delete('batches/:id')
  @Can('remove', 'EnaBatch')
  @ReturnsNothing()
  remove(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id, @IfMatch() version: number) {
    return this.batches.remove(actor, id, version);
  }

  @Get('batches/:id/items')
  @Can('read', 'EnaBatch')
  @ReturnsText(batchItemPage)
  items(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @Query({ schema: batchItemListQuery }) query: z.infer<typeof batchItemListQuery>,
  ) {
    return this.batches.items(actor, id, query);
  }

  @Get('batches/:id/attempts')
  @Can('read', 'EnaBatch')
  @Returns(attemptList)
  async listAttempts(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    await this.batches.get(actor, id);
    return this.attempts.list(id);
  }

  @Get('batches/:id/preview')
  @Can('read', 'EnaBatch')
  @Returns(batchPreview)
  preview(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @Query({ schema: previewQuery }) { submissionId }: z.infer<typeof previewQuery>,
  ) {
    return this.batches.preview(actor, id, submissionId);
  }

  @Post('batches/:id/send')
  @Can('send', 'EnaBatch')
  @Returns(batchView)
  send(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: optionalReasonBody }) { reason }: OptionalReason,
  ) {
    return this.batches.send(actor, id, version, reason);
  }

  @Post('batches/:id/retry')
  @Can('retry', 'EnaBatch')
  @Returns(batchView)
  retry(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: optionalReasonBody }) { reason }: OptionalReason,
  ) {
    return this.batches.retry(actor, id, version, reason);
  }
}
