import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Actor } from '../../platform/access/actor.ts';
import { Can, CurrentActor } from '../../platform/access/can.decorator.ts';
import { idParams, optionalReasonBody, reasonBody } from '../../platform/http/common.contract.ts';
import { Does, Refuses } from '../../platform/http/does.decorator.ts';
import { IfMatch } from '../../platform/http/if-match.decorator.ts';
import { Returns, ReturnsText } from '../../platform/http/returns.decorator.ts';
import { type ProblemListQuery, problemListQuery, problemPage, problemView } from './problems.contract.ts';
import { EnaProblems } from './problems.service.ts';

type Id = z.infer<typeof idParams>;

/** What went wrong after ENA had accepted a record. */
@ApiTags('ENA problems')
@Controller('ena/problems')
export class EnaProblemsController {
  constructor(private readonly problems: EnaProblems) {}

  @Get()
  @Does('Lists problems')
  @Can('read', 'EnaProblem')
  @ReturnsText(problemPage)
  list(@CurrentActor() actor: Actor, @Query({ schema: problemListQuery }) query: ProblemListQuery) {
    return this.problems.list(actor, query);
  }

  @Get(':id')
  @Does('Reads a problem')
  @Can('read', 'EnaProblem')
  @Returns(problemView)
  get(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.problems.get(actor, id);
  }

  @Post(':id/take')
  @Does('Takes a problem on', 'Others see who looks into it.')
  @Refuses('conflict', 'ena.illegal_problem_move')
  @Can('take', 'EnaProblem')
  @Returns(problemView)
  take(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id, @IfMatch() version: number) {
    return this.problems.take(actor, id, version);
  }

  @Post(':id/give-back')
  @Does('Gives a problem back to whoever takes it next')
  @Refuses('conflict', 'ena.illegal_problem_move')
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
  @Does('Closes a problem, saying what became of it')
  @Refuses('conflict', 'ena.illegal_problem_move')
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
