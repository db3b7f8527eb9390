import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Actor } from '../../platform/access/actor.ts';
import { Can, CurrentActor } from '../../platform/access/can.decorator.ts';
import { idParams, optionalReasonBody } from '../../platform/http/common.contract.ts';
import { IfMatch } from '../../platform/http/if-match.decorator.ts';
import { Returns, ReturnsNothing, ReturnsText } from '../../platform/http/returns.decorator.ts';
import { listQuery } from '../../platform/lists/list.contract.ts';
import { EnaAttempts } from '../sending/attempts.service.ts';
import { EnaBatchCommands } from './batch-commands.service.ts';
import { EnaBatchErrors } from './batch-errors.service.ts';
import { EnaEligibility } from './eligibility.service.ts';
import { EnaBatchesService } from './batches.service.ts';
import {
  attemptList,
  batchErrors,
  batchItemListQuery,
  batchItemPage,
  batchListQuery,
  batchPage,
  batchPreview,
  batchSubmissionListQuery,
  batchSubmissionPage,
  batchView,
  type CreateBatch,
  createBatch,
  eligiblePage,
  eligibleReasons,
  type Proceed,
  proceedBody,
} from './batches.contract.ts';

type Id = z.infer<typeof idParams>;
type OptionalReason = z.infer<typeof optionalReasonBody>;
const submissionParams = z.strictObject({ id: z.uuid(), submissionId: z.uuid() });
const previewQuery = z.strictObject({ submissionId: z.uuid() });

@Controller('ena')
export class EnaController {
  constructor(
    private readonly batches: EnaBatchesService,
    private readonly commands: EnaBatchCommands,
    private readonly errors: EnaBatchErrors,
    private readonly eligibility: EnaEligibility,
    private readonly attempts: EnaAttempts,
  ) {}

  @Get('eligible')
  @Can('create', 'EnaBatch')
  @ReturnsText(eligiblePage)
  eligible(@CurrentActor() actor: Actor, @Query({ schema: listQuery }) query: z.infer<typeof listQuery>) {
    return this.batches.eligible(actor, query);
  }

  @Get('eligible/reasons')
  @Can('create', 'EnaBatch')
  @Returns(eligibleReasons)
  reasons() {
    return this.eligibility.reasons();
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
  create(@CurrentActor() actor: Actor, @Body({ schema: createBatch }) body: CreateBatch) {
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
    return this.commands.remove(actor, id, version);
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

  @Get('batches/:id/submissions')
  @Can('read', 'EnaBatch')
  @ReturnsText(batchSubmissionPage)
  submissions(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @Query({ schema: batchSubmissionListQuery }) query: z.infer<typeof batchSubmissionListQuery>,
  ) {
    return this.batches.submissions(actor, id, query);
  }

  @Delete('batches/:id/submissions/:submissionId')
  @Can('update', 'EnaBatch')
  @Returns(batchView)
  takeOut(
    @CurrentActor() actor: Actor,
    @Param({ schema: submissionParams }) { id, submissionId }: z.infer<typeof submissionParams>,
    @IfMatch() version: number,
  ) {
    return this.commands.takeOut(actor, id, submissionId, version);
  }

  @Get('batches/:id/errors')
  @Can('read', 'EnaBatch')
  @Returns(batchErrors)
  listErrors(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.errors.list(actor, id);
  }

  @Post('batches/:id/validate')
  @Can('validate', 'EnaBatch')
  @Returns(batchView)
  validate(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: optionalReasonBody }) { reason }: OptionalReason,
  ) {
    return this.commands.validate(actor, id, version, reason);
  }

  @Post('batches/:id/approve')
  @Can('approve', 'EnaBatch')
  @Returns(batchView)
  approve(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: proceedBody }) body: Proceed,
  ) {
    return this.commands.approve(actor, id, version, body);
  }

  @Post('batches/:id/send')
  @Can('send', 'EnaBatch')
  @Returns(batchView)
  send(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: proceedBody }) body: Proceed,
  ) {
    return this.commands.send(actor, id, version, body);
  }

  @Post('batches/:id/pause')
  @Can('pause', 'EnaBatch')
  @Returns(batchView)
  pause(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: optionalReasonBody }) { reason }: OptionalReason,
  ) {
    return this.commands.pause(actor, id, version, reason);
  }

  @Post('batches/:id/resume')
  @Can('pause', 'EnaBatch')
  @Returns(batchView)
  resume(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: optionalReasonBody }) { reason }: OptionalReason,
  ) {
    return this.commands.resume(actor, id, version, reason);
  }

  @Post('batches/:id/cancel')
  @Can('cancel', 'EnaBatch')
  @Returns(batchView)
  cancel(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: optionalReasonBody }) { reason }: OptionalReason,
  ) {
    return this.commands.cancel(actor, id, version, reason);
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
    return this.commands.retry(actor, id, version, reason);
  }
}
