import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import type { z } from 'zod';
import type { Actor } from '../../platform/access/actor.ts';
import { Can, CurrentActor } from '../../platform/access/can.decorator.ts';
import { idParams, optionalReasonBody, reasonBody } from '../../platform/http/common.contract.ts';
import { IfMatch } from '../../platform/http/if-match.decorator.ts';
import { Returns, ReturnsText } from '../../platform/http/returns.decorator.ts';
import { EnaScheduleOutlook } from './outlook.service.ts';
import { EnaScheduleRuns } from './runs.service.ts';
import {
  runListQuery,
  runPage,
  runView,
  scheduleOutlook,
  type ScheduleSettings,
  scheduleSettings,
  scheduleView,
} from './schedule.contract.ts';
import { EnaScheduleService } from './schedule.service.ts';

type Reason = z.infer<typeof reasonBody>;

@Controller('ena/schedule')
export class EnaScheduleController {
  constructor(
    private readonly schedule: EnaScheduleService,
    private readonly outlook: EnaScheduleOutlook,
    private readonly runs: EnaScheduleRuns,
  ) {}

  @Get()
  @Can('read', 'EnaSchedule')
  @Returns(scheduleView)
  get() {
    return this.schedule.get();
  }

  @Put()
  @Can('update', 'EnaSchedule')
  @Returns(scheduleView)
  update(
    @CurrentActor() actor: Actor,
    @IfMatch() version: number,
    @Body({ schema: scheduleSettings }) body: ScheduleSettings,
  ) {
    return this.schedule.update(actor, version, body);
  }

  @Get('next')
  @Can('read', 'EnaSchedule')
  @Returns(scheduleOutlook)
  next(@CurrentActor() actor: Actor) {
    return this.outlook.get(actor);
  }

  @Post('pause')
  @Can('pause', 'EnaSchedule')
  @Returns(scheduleView)
  pause(
    @CurrentActor() actor: Actor,
    @IfMatch() version: number,
    @Body({ schema: reasonBody }) { reason }: Reason,
  ) {
    return this.schedule.pause(actor, version, reason);
  }

  @Post('resume')
  @Can('pause', 'EnaSchedule')
  @Returns(scheduleView)
  resume(
    @CurrentActor() actor: Actor,
    @IfMatch() version: number,
    @Body({ schema: optionalReasonBody }) { reason }: z.infer<typeof optionalReasonBody>,
  ) {
    return this.schedule.resume(actor, version, reason);
  }

  @Post('run')
  @Can('run', 'EnaSchedule')
  @Returns(runView, 201)
  run(@CurrentActor() actor: Actor, @Body({ schema: reasonBody }) { reason }: Reason) {
    return this.runs.runNow(actor, reason);
  }

  @Get('runs')
  @Can('read', 'EnaSchedule')
  @ReturnsText(runPage)
  listRuns(
    @CurrentActor() actor: Actor,
    @Query({ schema: runListQuery }) query: z.infer<typeof runListQuery>,
  ) {
    return this.runs.list(actor, query);
  }

  @Get('runs/:id')
  @Can('read', 'EnaSchedule')
  @Returns(runView)
  getRun(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: z.infer<typeof idParams>) {
    return this.runs.get(actor, id);
  }
}
