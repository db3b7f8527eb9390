import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Actor } from '../../platform/access/actor.ts';
import { Can, CurrentActor } from '../../platform/access/can.decorator.ts';
import { idParams } from '../../platform/http/common.contract.ts';
import { Does, Refuses } from '../../platform/http/does.decorator.ts';
import { IfMatch } from '../../platform/http/if-match.decorator.ts';
import { Returns, ReturnsContent, ReturnsText } from '../../platform/http/returns.decorator.ts';
import { listQuery } from '../../platform/lists/list.contract.ts';
import { batchView } from '../batches/batches.contract.ts';
import { answerPage } from './answers.contract.ts';
import { EnaAnswers } from './answers.service.ts';
import { EnaAttempts } from './attempts.service.ts';
import { keptDocument } from './kept-document.ts';
import { type ResolveAttempt, resolveAttempt } from './resolution.contract.ts';
import { EnaResolutions } from './resolve.service.ts';

type Id = z.infer<typeof idParams>;

/** The requests to ENA with every byte that went out and came back. */
@ApiTags('ENA batches')
@Controller('ena')
export class EnaAttemptsController {
  constructor(
    private readonly attempts: EnaAttempts,
    private readonly answers: EnaAnswers,
    private readonly resolutions: EnaResolutions,
  ) {}

  @Get('attempts/:id/payload')
  @Does('Downloads what an attempt sent to ENA, byte for byte', 'Who takes it stands in the change log.')
  @Can('read', 'EnaBatch')
  @ReturnsContent('text/xml')
  async payload(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return keptDocument(await this.attempts.document(actor, id, 'payload'), id, 'payload');
  }

  @Get('attempts/:id/receipt')
  @Does('Downloads the answer that decided an attempt', 'Who takes it stands in the change log.')
  @Can('read', 'EnaBatch')
  @ReturnsContent('text/plain')
  async receipt(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return keptDocument(await this.attempts.document(actor, id, 'receipt'), id, 'receipt');
  }

  @Get('attempts/:id/answers')
  @Does('Lists what ENA answered to an attempt')
  @Can('read', 'EnaBatch')
  @ReturnsText(answerPage)
  async listAnswers(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @Query({ schema: listQuery }) query: z.infer<typeof listQuery>,
  ) {
    await this.attempts.get(this.attempts.reader, id);
    return this.answers.list(actor, id, query);
  }

  @Post('attempts/:id/resolve')
  @Does(
    'Settles an attempt that stays unclear',
    'By what ENA’s helpdesk said: ENA has the records, under these accessions, or does not. Unless they are to be taken unchecked, ENA is asked about each. The version is the batch’s.',
  )
  @Refuses('conflict', 'ena.not_unclear', 'accession.other_identifier')
  @Refuses('invalid', 'ena.bad_accessions', 'ena.too_many_to_check')
  @Refuses('unavailable', 'ena.not_checked')
  @Can('resolve', 'EnaBatch')
  @Returns(batchView)
  resolve(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: resolveAttempt }) body: ResolveAttempt,
  ) {
    return this.resolutions.resolve(actor, id, version, body);
  }

  @Get('answers/:id/document')
  @Does('Downloads an answer of ENA to an attempt', 'Who takes it stands in the change log.')
  @Can('read', 'EnaBatch')
  @ReturnsContent('text/plain')
  async answer(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return keptDocument(await this.answers.document(actor, id), id, 'answer');
  }
}
