import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import type { Actor } from '../../platform/access/actor.ts';
import { Can, CurrentActor } from '../../platform/access/can.decorator.ts';
import { idParams, optionalReasonBody, reasonBody } from '../../platform/http/common.contract.ts';
import { IfMatch } from '../../platform/http/if-match.decorator.ts';
import { Returns, ReturnsText } from '../../platform/http/returns.decorator.ts';
import { type ProblemListQuery, problemListQuery, problemPage, problemView } from './problems.contract.ts';
import { EnaProblems } from './problems.service.ts';

type Id = z.infer<typeof idParams>;

/** What went wrong after ENA had accepted a record. */
@Controller('ena/problems')
export class EnaProblemsController {
  constructor(private readonly problems: EnaProblems) {}

  @Get()
  @Can('read', 'EnaProblem')
  @ReturnsText(problemPage)
  list(@CurrentActor() actor: Actor, @Query({ schema: problemListQuery }) query: ProblemListQuery) {
    return this.problems.list(actor, query);
  }

  @Get(':id')
  @Can('read', 'EnaProblem')
  @Returns(problemView)
  get(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.problems.get(actor, id);
  }

  @Post(':id/take')
  @Can('take', 'EnaProblem')
  @Returns(problemView)
  take(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id, @IfMatch() version: number) {
    return this.problems.take(actor, id, version);
  }

  @Post(':id/give-back')
  @Can('take', 'EnaProblem')
  @Returns(problemView)
  giveBack(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: optionalReasonBody }) { reason }: z.infer<typeof optionalReasonBody>,
  ) {
    return this.problems.giveBack(actor, id, version, reason);
  }

  @Post(':id/resolve')
  @Can('resolve', 'EnaProblem')
  @Returns(problemView)
  resolve(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParams }) { id }: Id,
    @IfMatch() version: number,
    @Body({ schema: reasonBody }) { reason }: z.infer<typeof reasonBody>,
  ) {
    return this.problems.resolve(actor, id, version, reason);
  }
}
