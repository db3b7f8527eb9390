import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Actor } from '../../platform/access/actor.ts';
import { Can, CurrentActor } from '../../platform/access/can.decorator.ts';
import { idParams, optionalReasonBody, reasonBody } from '../../platform/http/common.contract.ts';
import { Does, Refuses } from '../../platform/http/does.decorator.ts';
import { IfMatch } from '../../platform/http/if-match.decorator.ts';
import { Returns, ReturnsContent, ReturnsText } from '../../platform/http/returns.decorator.ts';
import { listQuery } from '../../platform/lists/list.contract.ts';
import { differencesQuery, differencesView } from './difference.contract.ts';
import { keptDocument } from '../sending/kept-document.ts';
import { EnaModifications } from './modifications.service.ts';
import { EnaRequestAnswers } from './request-answers.service.ts';
import { EnaRequestCommands } from './request-commands.service.ts';
import {
  type CreateModify,
  createModify,
  requestAnswerPage,
  requestListQuery,
  requestObjectPage,
  requestPage,
  requestView,
} from './request.contract.ts';
import { EnaRequestsService } from './requests.service.ts';

type Id = z.infer<typeof idParams>;
type Reason = z.infer<typeof reasonBody>;
type OptionalReason = z.infer<typeof optionalReasonBody>;

/** Requests about what ENA has, with every byte that went out and came back. */
@ApiTags('ENA requests')
@Controller('ena')
export class EnaRequestsController {
  constructor(
    private readonly requests: EnaRequestsService,
    private readonly commands: EnaRequestCommands,
    private readonly answers: EnaRequestAnswers,
    private readonly modifications: EnaModifications,
  ) {}

  @Get('requests')
  @Does('Lists requests about what ENA has')
  @Can('read', 'EnaRequest')
  @ReturnsText(requestPage)
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: requestListQuery }) query: z.infer<typeof requestListQuery>,
  ) {
    return this.requests.list(actor, query);
  }

  @Post('requests')
  @Does(
    'Asks ENA to replace its records by what was approved since',
    'Each that differs as a whole. What is too much for one document goes in further requests, assemblies not at all.',
  )
  @Refuses('conflict', 'ena_request.not_approved', 'ena_request.nothing_differs', 'ena_request.under_way')
  @Refuses('unavailable', 'ena.not_configured')
  @Can('create', 'EnaRequest')
  @Returns(requestView, 201)
  create(@CurrentActor() actor: Actor, @Body({ schema: createModify }) body: CreateModify) {
    return this.modifications.create(actor, body);
  }

  @Get('differences')
  @Does('Lists what was approved otherwise than ENA was sent')
  @Can('read', 'EnaRequest')
  @Returns(differencesView)
  differences(
    @CurrentActor() actor: Actor,
    @Query({ schema: differencesQuery }) { submissionId }: z.infer<typeof differencesQuery>,
  ) {
    return this.modifications.differences(actor, submissionId);
  }

  @Get('requests/:id')
  @Does('Reads a request')
  @Can('read', 'EnaRequest')
  @Returns(requestView)
  get(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.requests.get(actor, id);
  }

  @Get('requests/:id/objects')
  @Does('Lists the records that a request covers')
  @Can('read', 'EnaRequest')
  @ReturnsText(requestObjectPage)
  objects(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @Query({ schema: listQuery }) query: z.infer<typeof listQuery>,
  ) {
    return this.requests.objects(actor, id, query);
  }

  @Get('requests/:id/answers')
  @Does('Lists what ENA answered to a request')
  @Can('read', 'EnaRequest')
  @ReturnsText(requestAnswerPage)
  listAnswers(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @Query({ schema: listQuery }) query: z.infer<typeof listQuery>,
  ) {
    return this.answers.list(actor, id, query);
  }

  @Get('requests/:id/payload')
  @Does('Downloads what a request sent to ENA, byte for byte', 'Who takes it stands in the change log.')
  @Can('read', 'EnaRequest')
  @ReturnsContent('text/xml')
  async payload(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return keptDocument(await this.answers.payload(actor, id), id, 'payload');
  }

  @Get('request-answers/:id/document')
  @Does('Downloads an answer of ENA to a request', 'Who takes it stands in the change log.')
  @Can('read', 'EnaRequest')
  @ReturnsContent('text/plain')
  async answer(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return keptDocument(await this.answers.document(actor, id), id, 'answer');
  }

  @Post('requests/:id/asked')
  @Does('Notes that ENA’s helpdesk was written to')
  @Refuses('conflict', 'ena_request.illegal_transition')
  @Can('settle', 'EnaRequest')
  @Returns(requestView)
  asked(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: optionalReasonBody }) { reason }: OptionalReason,
  ) {
    return this.commands.asked(actor, id, version, reason);
  }

  @Post('requests/:id/confirm')
  @Does(
    'Notes that what was asked for is done',
    'As the helpdesk or ENA’s own page says: the accessions here say so from now on.',
  )
  @Refuses('conflict', 'ena_request.illegal_transition')
  @Can('settle', 'EnaRequest')
  @Returns(requestView)
  confirm(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: reasonBody }) { reason }: Reason,
  ) {
    return this.commands.confirm(actor, id, version, reason);
  }

  @Post('requests/:id/decline')
  @Does('Notes that what was asked for will not be done', 'Or takes it back before anybody was asked.')
  @Refuses('conflict', 'ena_request.illegal_transition')
  @Can('settle', 'EnaRequest')
  @Returns(requestView)
  decline(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: reasonBody }) { reason }: Reason,
  ) {
    return this.commands.decline(actor, id, version, reason);
  }

  @Post('requests/:id/retry')
  @Does('Looks once more how ENA has it, and sends the request again where that is not as asked for')
  @Refuses('conflict', 'ena_request.illegal_transition')
  @Refuses('unavailable', 'ena.not_configured')
  @Can('settle', 'EnaRequest')
  @Returns(requestView)
  retry(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: optionalReasonBody }) { reason }: OptionalReason,
  ) {
    return this.commands.retry(actor, id, version, reason);
  }
}
