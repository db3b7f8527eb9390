import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Actor } from '../../platform/access/actor.ts';
import { Can, CurrentActor } from '../../platform/access/can.decorator.ts';
import { idParams, optionalReasonBody } from '../../platform/http/common.contract.ts';
import { Does, Refuses } from '../../platform/http/does.decorator.ts';
import { IfMatch } from '../../platform/http/if-match.decorator.ts';
import { Returns, ReturnsNothing, ReturnsText } from '../../platform/http/returns.decorator.ts';
import { EnaAttempts } from '../sending/attempts.service.ts';
import { EnaBatchCommands } from './batch-commands.service.ts';
import { EnaBatchErrors } from './batch-errors.service.ts';
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
  type Proceed,
  proceedBody,
} from './batches.contract.ts';

type Id = z.infer<typeof idParams>;
type OptionalReason = z.infer<typeof optionalReasonBody>;
const submissionParams = z.strictObject({ id: z.uuid(), submissionId: z.uuid() });
const previewQuery = z.strictObject({ submissionId: z.uuid() });

@ApiTags('ENA batches')
@Controller('ena')
export class EnaBatchesController {
  constructor(
    private readonly batches: EnaBatchesService,
    private readonly commands: EnaBatchCommands,
    private readonly errors: EnaBatchErrors,
    private readonly attempts: EnaAttempts,
  ) {}

  @Get('batches')
  @Does('Lists batches')
  @Can('read', 'EnaBatch')
  @ReturnsText(batchPage)
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: batchListQuery }) query: z.infer<typeof batchListQuery>,
  ) {
    return this.batches.list(actor, query);
  }

  @Post('batches')
  @Does('Makes a batch', 'Of the submissions that are named, or of the first eligible ones under a filter.')
  @Refuses('conflict', 'ena.not_eligible', 'ena.nothing_eligible')
  @Can('create', 'EnaBatch')
  @Returns(batchView, 201)
  create(@CurrentActor() actor: Actor, @Body({ schema: createBatch }) body: CreateBatch) {
    return this.batches.create(actor, body);
  }

  @Get('batches/:id')
  @Does('Reads a batch')
  @Can('read', 'EnaBatch')
  @Returns(batchView)
  get(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.batches.get(actor, id);
  }

  @Delete('batches/:id')
  @Does('Takes an unsent batch apart', 'Its submissions can go into another one.')
  @Refuses('conflict', 'ena.illegal_transition')
  @Can('remove', 'EnaBatch')
  @ReturnsNothing()
  remove(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id, @IfMatch() version: number) {
    return this.commands.remove(actor, id, version);
  }

  @Get('batches/:id/items')
  @Does('Lists the records of a batch, and what became of each')
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
  @Does('Lists the attempts of a batch: its requests to ENA')
  @Can('read', 'EnaBatch')
  @Returns(attemptList)
  async listAttempts(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    await this.batches.get(actor, id);
    return this.attempts.list(id);
  }

  @Get('batches/:id/preview')
  @Does(
    'Shows what would be sent for one submission',
    'The document or its beginning, and what the schemas say of it.',
  )
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
  @Does('Lists the submissions of a batch')
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
  @Does('Takes a submission out of an unsent batch', 'What was checked and approved is then another batch.')
  @Refuses('conflict', 'ena.illegal_transition', 'ena.only_one_left')
  @Refuses('not_found', 'ena.not_in_batch')
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
  @Does('Lists what went wrong in a batch', 'Alike messages together, and where each is mended.')
  @Can('read', 'EnaBatch')
  @Returns(batchErrors)
  listErrors(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.errors.list(actor, id);
  }

  @Post('batches/:id/validate')
  @Does('Has a batch checked', 'In the background; nothing is registered by that.')
  @Refuses('conflict', 'ena.illegal_transition', 'ena.under_way', 'ena.other_environment')
  @Refuses('unavailable', 'ena.not_configured')
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
  @Does(
    'Approves a batch for sending',
    'With a second pair of eyes: who made it or deposited something in it is refused.',
  )
  @Refuses('forbidden', 'ena.approval_refused')
  @Refuses('conflict', 'ena.illegal_transition', 'ena.check_failed', 'ena.not_approved')
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
  @Does(
    'Sends a batch to ENA',
    'In the background, one request a submission. What failed its check stops it, unless the batch is to go on without.',
  )
  @Refuses(
    'conflict',
    'ena.illegal_transition',
    'ena.needs_approval',
    'ena.check_failed',
    'ena.not_approved',
    'ena.paused',
  )
  @Refuses('unavailable', 'ena.not_configured')
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
  @Does('Pauses a batch', 'No new request is begun; one under way is finished.')
  @Refuses('conflict', 'ena.illegal_transition')
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
  @Does('Lets a paused batch go on')
  @Refuses('conflict', 'ena.illegal_transition')
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
  @Does('Calls an unsent batch off', 'It stays in the lists, and its submissions can go into another one.')
  @Refuses('conflict', 'ena.illegal_transition')
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
  @Does(
    'Sends what failed once more',
    'And looks into what was left unclear. What ENA has taken is not sent again.',
  )
  @Refuses('conflict', 'ena.illegal_transition', 'ena.under_way', 'ena.nothing_to_send', 'ena.other_account')
  @Refuses('unavailable', 'ena.not_configured')
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
