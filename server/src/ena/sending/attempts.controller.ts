import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import type { Actor } from '../../platform/access/actor.ts';
import { Can, CurrentActor } from '../../platform/access/can.decorator.ts';
import { idParams } from '../../platform/http/common.contract.ts';
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
@Controller('ena')
export class EnaAttemptsController {
  constructor(
    private readonly attempts: EnaAttempts,
    private readonly answers: EnaAnswers,
    private readonly resolutions: EnaResolutions,
  ) {}

  @Get('attempts/:id/payload')
  @Can('read', 'EnaBatch')
  @ReturnsContent('text/xml')
  async payload(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return keptDocument(await this.attempts.document(actor, id, 'payload'), id, 'payload');
  }

  @Get('attempts/:id/receipt')
  @Can('read', 'EnaBatch')
  @ReturnsContent('text/plain')
  async receipt(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return keptDocument(await this.attempts.document(actor, id, 'receipt'), id, 'receipt');
  }

  @Get('attempts/:id/answers')
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
  @Can('read', 'EnaBatch')
  @ReturnsContent('text/plain')
  async answer(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return keptDocument(await this.answers.document(actor, id), id, 'answer');
  }
}
