import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Actor } from '../../../platform/access/actor.ts';
import { Can, CurrentActor } from '../../../platform/access/can.decorator.ts';
import { Does, Refuses } from '../../../platform/http/does.decorator.ts';
import { IfMatch } from '../../../platform/http/if-match.decorator.ts';
import { Returns } from '../../../platform/http/returns.decorator.ts';
import {
  auditExportSchedulesView,
  auditExportScheduleView,
  cadenceParams,
  type ChangeAuditExportSchedule,
  changeAuditExportSchedule,
} from './export-schedule.contract.ts';
import { ExportSchedules } from './export-schedules.service.ts';

@ApiTags('Change log exports')
@Controller('audit/export-schedules')
export class AuditExportSchedulesController {
  constructor(private readonly schedules: ExportSchedules) {}

  @Get()
  @Does('Lists the exports that are put into a bucket automatically')
  @Can('read', 'AuditExportSchedule')
  @Returns(auditExportSchedulesView)
  list() {
    return this.schedules.list();
  }

  @Put(':cadence')
  @Does('Sets a scheduled export', 'Periods count from when it is switched on.')
  @Refuses('conflict', 'audit.no_export_bucket')
  @Refuses('invalid', 'audit.already_compressed')
  @Can('update', 'AuditExportSchedule')
  @Returns(auditExportScheduleView)
  update(
    @CurrentActor() actor: Actor,
    @Param({ schema: cadenceParams }) { cadence }: z.infer<typeof cadenceParams>,
    @IfMatch() version: number,
    @Body({ schema: changeAuditExportSchedule }) body: ChangeAuditExportSchedule,
  ) {
    return this.schedules.update(actor, cadence, version, body);
  }
}
