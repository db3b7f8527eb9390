import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Actor } from '../platform/access/actor.ts';
import { Can, CurrentActor } from '../platform/access/can.decorator.ts';
import { idParams, optionalReasonBody, reasonBody } from '../platform/http/common.contract.ts';
import { IfMatch } from '../platform/http/if-match.decorator.ts';
import { Returns, ReturnsText } from '../platform/http/returns.decorator.ts';
import { countsView } from '../platform/lists/list.contract.ts';
import {
  changeSubmission,
  createSubmission,
  revisionList,
  submissionCountsQuery,
  submissionListQuery,
  submissionPage,
  submissionView,
  timelineView,
} from './submission.contract.ts';
import { SubmissionHistory } from './submission-history.service.ts';
import { SubmissionTransitions } from './submission-transitions.service.ts';
import { SubmissionsService } from './submissions.service.ts';

type Id = z.infer<typeof idParams>;
type Reason = z.infer<typeof reasonBody>;
type OptionalReason = z.infer<typeof optionalReasonBody>;

@Controller('submissions')
export class SubmissionsController {
  constructor(
    private readonly submissions: SubmissionsService,
    private readonly transitions: SubmissionTransitions,
    private readonly history: SubmissionHistory,
  ) {}

  @Get()
  @Can('read', 'Submission')
  @ReturnsText(submissionPage)
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: submissionListQuery }) query: z.infer<typeof submissionListQuery>,
  ) {
    return this.submissions.list(actor, query);
  }

  @Get('counts')
  @Can('read', 'Submission')
  @Returns(countsView)
  counts(
    @CurrentActor() actor: Actor,
    @Query({ schema: submissionCountsQuery }) query: z.infer<typeof submissionCountsQuery>,
  ) {
    return this.submissions.counts(actor, query);
  }

  @Post()
  @Can('create', 'Submission')
  @Returns(submissionView, 201)
  create(
    @CurrentActor() actor: Actor,
    @Body({ schema: createSubmission }) body: z.infer<typeof createSubmission>,
  ) {
    return this.submissions.create(actor, body);
  }

  @Get(':id')
  @Can('read', 'Submission')
  @Returns(submissionView)
  get(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.submissions.get(actor, id);
  }

  @Patch(':id')
  @Can('update', 'Submission')
  @Returns(submissionView)
  update(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: changeSubmission }) body: z.infer<typeof changeSubmission>,
  ) {
    return this.submissions.update(actor, id, version, body);
  }

  @Get(':id/revisions')
  @Can('read', 'Submission')
  @Returns(revisionList)
  revisions(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.history.revisions(actor, id);
  }

  @Get(':id/timeline')
  @Can('read', 'Submission')
  @Returns(timelineView)
  timeline(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.history.timeline(actor, id);
  }

  @Post(':id/submit')
  @Can('submit', 'Submission')
  @Returns(submissionView)
  submit(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: optionalReasonBody }) { reason }: OptionalReason,
  ) {
    return this.transitions.transition(actor, id, version, 'submit', reason);
  }

  @Post(':id/claim')
  @Can('claim', 'Submission')
  @Returns(submissionView)
  claim(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: optionalReasonBody }) { reason }: OptionalReason,
  ) {
    return this.transitions.transition(actor, id, version, 'claim', reason);
  }

  @Post(':id/request-changes')
  @Can('request-changes', 'Submission')
  @Returns(submissionView)
  requestChanges(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: reasonBody }) { reason }: Reason,
  ) {
    return this.transitions.transition(actor, id, version, 'request-changes', reason);
  }

  @Post(':id/approve')
  @Can('approve', 'Submission')
  @Returns(submissionView)
  approve(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: reasonBody }) { reason }: Reason,
  ) {
    return this.transitions.transition(actor, id, version, 'approve', reason);
  }

  @Post(':id/reject')
  @Can('reject', 'Submission')
  @Returns(submissionView)
  reject(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: reasonBody }) { reason }: Reason,
  ) {
    return this.transitions.transition(actor, id, version, 'reject', reason);
  }

  @Post(':id/withdraw')
  @Can('withdraw', 'Submission')
  @Returns(submissionView)
  withdraw(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: reasonBody }) { reason }: Reason,
  ) {
    return this.transitions.transition(actor, id, version, 'withdraw', reason);
  }

  @Post(':id/revise')
  @Can('revise', 'Submission')
  @Returns(submissionView)
  revise(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: optionalReasonBody }) { reason }: OptionalReason,
  ) {
    return this.transitions.transition(actor, id, version, 'revise', reason);
  }
}
