import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Actor } from '../../platform/access/actor.ts';
import { Can, CurrentActor, Public } from '../../platform/access/can.decorator.ts';
import { Does, Refuses } from '../../platform/http/does.decorator.ts';
import { GivesLink } from '../../platform/http/gives-link.decorator.ts';
import { originOf } from '../../platform/http/origin.ts';
import { Returns, ReturnsContent, ReturnsText } from '../../platform/http/returns.decorator.ts';
import { auditExportToken } from '../exporting/export.contract.ts';
import { ArchiveDownloads } from './archive-downloads.service.ts';
import { auditArchiveLink, auditMonthParams } from './archive-link.contract.ts';
import { ArchivedMonths } from './archived-months.service.ts';
import { RetentionRuns } from './retention-runs.service.ts';
import {
  type AuditArchivedMonthListQuery,
  auditArchivedMonthListQuery,
  auditArchivedMonthPage,
  auditRetentionView,
} from './retention.contract.ts';

@ApiTags('Change log retention')
@Controller('audit')
export class AuditRetentionController {
  constructor(
    private readonly runs: RetentionRuns,
    private readonly months: ArchivedMonths,
    private readonly downloads: ArchiveDownloads,
  ) {}

  @Get('retention')
  @Does('Tells how long events stay in the log, how far back it reaches, and what leaves next')
  @Can('read', 'AuditRetention')
  @Returns(auditRetentionView)
  state() {
    return this.runs.state();
  }

  @Get('retention/months')
  @Does('Lists the months that lie in the archive')
  @Can('read', 'AuditRetention')
  @ReturnsText(auditArchivedMonthPage)
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: auditArchivedMonthListQuery }) query: AuditArchivedMonthListQuery,
  ) {
    return this.months.list(actor, query);
  }

  @Post('retention/months/:month/links')
  @Does('Gives a link that downloads the archive of a month once')
  @Refuses('not_found', 'audit.month_not_archived')
  @Refuses('conflict', 'audit.archive_altered', 'audit.archive_unproven')
  @Refuses('gone', 'audit.archive_gone')
  @Refuses('unavailable', 'audit.archive_unreachable')
  @GivesLink()
  @Can('export', 'AuditEvent')
  @Returns(auditArchiveLink, 201)
  link(
    @CurrentActor() actor: Actor,
    @Param({ schema: auditMonthParams }) { month }: z.infer<typeof auditMonthParams>,
  ) {
    return this.downloads.link(actor, month);
  }

  @Get('archive-links/:token')
  @Does('Downloads the archive of a month by its link, which is then used up')
  @Refuses('not_found', 'audit.export_link_over')
  @Refuses('gone', 'audit.archive_gone')
  @Refuses('unavailable', 'audit.archive_unreachable')
  @Public()
  @ReturnsContent('application/gzip')
  async download(
    @Param({ schema: auditExportToken }) { token }: z.infer<typeof auditExportToken>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    // Fastify answers HEAD by running GET: for that no link is used up.
    if (request.method === 'HEAD') return void reply.send();
    const { headers, stream } = await this.downloads.follow(token, originOf(request));
    void reply.headers(headers).send(stream);
  }
}
