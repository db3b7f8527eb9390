import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Actor } from '../../platform/access/actor.ts';
import { Can, CurrentActor } from '../../platform/access/can.decorator.ts';
import { idParams, optionalReasonBody, reasonBody } from '../../platform/http/common.contract.ts';
import { Does, Refuses } from '../../platform/http/does.decorator.ts';
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

@ApiTags('ENA schedule')
@Controller('ena/schedule')
export class EnaScheduleController {
  constructor(
    private readonly schedule: EnaScheduleService,
    private readonly outlook: EnaScheduleOutlook,
    private readonly runs: EnaScheduleRuns,
  ) {}

  @Get()
  @Does('Reads the schedule')
  @Can('read', 'EnaSchedule')
  @Returns(scheduleView)
  get() {
    return this.schedule.get();
  }

  @Put()
  @Does(
    'Sets the schedule',
    'Its turns count from now: what the old one named and nobody has run is not made up.',
  )
  @Refuses('invalid', 'ena.schedule_invalid')
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
  @Does('Tells the next turns, and what a run would take now')
  @Can('read', 'EnaSchedule')
  @Returns(scheduleOutlook)
  next(@CurrentActor() actor: Actor) {
    return this.outlook.get(actor);
  }

  @Post('pause')
  @Does('Pauses the schedule', 'Nothing goes by itself until it is resumed.')
  @Refuses('conflict', 'ena.schedule_paused')
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
  @Does('Lets the paused schedule go on', 'Turns count again from now; those of the pause are not made up.')
  @Refuses('conflict', 'ena.schedule_not_paused')
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
  @Does('Begins a run at once', 'Also while the schedule is paused, and on a skip day.')
  @Refuses('conflict', 'ena.schedule_running')
  @Can('run', 'EnaSchedule')
  @Returns(runView, 201)
  run(@CurrentActor() actor: Actor, @Body({ schema: reasonBody }) { reason }: Reason) {
    return this.runs.runNow(actor, reason);
  }

  @Get('runs')
  @Does('Lists what the schedule did')
  @Can('read', 'EnaSchedule')
  @ReturnsText(runPage)
  listRuns(
    @CurrentActor() actor: Actor,
    @Query({ schema: runListQuery }) query: z.infer<typeof runListQuery>,
  ) {
    return this.runs.list(actor, query);
  }

  @Get('runs/:id')
  @Does('Reads a run')
  @Can('read', 'EnaSchedule')
  @Returns(runView)
  getRun(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: z.infer<typeof idParams>) {
    return this.runs.get(actor, id);
  }
}
