import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Actor } from '../platform/access/actor.ts';
import { Can, CurrentActor } from '../platform/access/can.decorator.ts';
import { idParams, optionalReasonBody, reasonBody } from '../platform/http/common.contract.ts';
import { Does, Refuses } from '../platform/http/does.decorator.ts';
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

@ApiTags('Submissions')
@Controller('submissions')
export class SubmissionsController {
  constructor(
    private readonly submissions: SubmissionsService,
    private readonly transitions: SubmissionTransitions,
    private readonly history: SubmissionHistory,
  ) {}

  @Get()
  @Does('Lists submissions')
  @Can('read', 'Submission')
  @ReturnsText(submissionPage)
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: submissionListQuery }) query: z.infer<typeof submissionListQuery>,
  ) {
    return this.submissions.list(actor, query);
  }

  @Get('counts')
  @Does('Counts submissions by state', 'Under the same filters as the list.')
  @Can('read', 'Submission')
  @Returns(countsView)
  counts(
    @CurrentActor() actor: Actor,
    @Query({ schema: submissionCountsQuery }) query: z.infer<typeof submissionCountsQuery>,
  ) {
    return this.submissions.counts(actor, query);
  }

  @Post()
  @Does('Begins a submission', 'A draft, which nobody else sees before it is submitted.')
  @Can('create', 'Submission')
  @Returns(submissionView, 201)
  create(
    @CurrentActor() actor: Actor,
    @Body({ schema: createSubmission }) body: z.infer<typeof createSubmission>,
  ) {
    return this.submissions.create(actor, body);
  }

  @Get(':id')
  @Does('Reads a submission', 'With the commands that the reader may give now, and why not the others.')
  @Can('read', 'Submission')
  @Returns(submissionView)
  get(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.submissions.get(actor, id);
  }

  @Patch(':id')
  @Does('Changes title, description, checklist or hold date of a submission')
  @Refuses('conflict', 'submission.not_editable')
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
  @Does(
    'Lists the revisions of a submission',
    'Its content as it was frozen each time that it was submitted.',
  )
  @Can('read', 'Submission')
  @Returns(revisionList)
  revisions(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.history.revisions(actor, id);
  }

  @Get(':id/timeline')
  @Does(
    'Lists the steps of a submission, the latest first',
    'As the change log has them, without addresses and clients.',
  )
  @Can('read', 'Submission')
  @Returns(timelineView)
  timeline(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.history.timeline(actor, id);
  }

  @Post(':id/submit')
  @Does('Submits a submission for review', 'Its content is frozen as the next revision.')
  @Refuses('conflict', 'submission.illegal_transition', 'submission.no_samples', 'submission.has_errors')
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
  @Does('Takes a submission for review', 'Only who has claimed it decides about it.')
  @Refuses('conflict', 'submission.illegal_transition', 'submission.already_claimed')
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
  @Does('Sends a submission back to its depositor for changes')
  @Refuses('conflict', 'submission.illegal_transition', 'submission.not_claimed')
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
  @Does(
    'Approves a submission',
    'The project and every record of the revision get their accessions. Nobody approves their own deposit.',
  )
  @Refuses('conflict', 'submission.illegal_transition', 'submission.not_claimed', 'submission.has_errors')
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
  @Does('Rejects a submission for good')
  @Refuses('conflict', 'submission.illegal_transition', 'submission.not_claimed', 'submission.has_accessions')
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
  @Does('Takes a submission back for good', 'As long as no revision of it was approved.')
  @Refuses('conflict', 'submission.illegal_transition', 'submission.has_accessions')
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
  @Does('Opens an approved submission for the next revision', 'Its accessions stay.')
  @Refuses('conflict', 'submission.illegal_transition')
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
