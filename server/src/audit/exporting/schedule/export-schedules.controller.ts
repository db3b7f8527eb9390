import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import type { z } from 'zod';
import type { Actor } from '../../../platform/access/actor.ts';
import { Can, CurrentActor } from '../../../platform/access/can.decorator.ts';
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

@Controller('audit/export-schedules')
export class ExportSchedulesController {
  constructor(private readonly schedules: ExportSchedules) {}

  /** Exports that are put into a bucket automatically. */
  @Get()
  @Can('read', 'AuditExportSchedule')
  @Returns(auditExportSchedulesView)
  list() {
    return this.schedules.list();
  }

  @Put(':cadence')
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
