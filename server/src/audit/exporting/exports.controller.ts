import { Body, Controller, Get, Header, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Actor } from '../../platform/access/actor.ts';
import { Can, CurrentActor, Public } from '../../platform/access/can.decorator.ts';
import { idParams } from '../../platform/http/common.contract.ts';
import { Does, Refuses } from '../../platform/http/does.decorator.ts';
import { GivesLink } from '../../platform/http/gives-link.decorator.ts';
import { originOf } from '../../platform/http/origin.ts';
import { Returns, ReturnsContent, ReturnsText } from '../../platform/http/returns.decorator.ts';
import {
  auditExportFormat,
  type AuditExportListQuery,
  auditExportListQuery,
  auditExportPage,
  type AuditExportQuery,
  auditExportQuery,
  auditExportTicket,
  auditExportToken,
  auditExportView,
  type RequestAuditExport,
  requestAuditExport,
} from './export.contract.ts';
import { AuditExportDownloads } from './export-downloads.service.ts';
import { AuditExportRequests } from './export-requests.service.ts';
import { type AuditExport, AuditExports } from './exports.service.ts';
import { contentTypeOf } from './file-name.ts';

type Id = z.infer<typeof idParams>;
const fileTypes = [
  ...auditExportFormat.options.map((format) => contentTypeOf(format, null)),
  'application/gzip',
];

@ApiTags('Change log exports')
@Controller('audit')
export class AuditExportsController {
  constructor(
    private readonly exports: AuditExports,
    private readonly requests: AuditExportRequests,
    private readonly downloads: AuditExportDownloads,
  ) {}

  @Get('export')
  @Does(
    'Sends an export while it is written, for API clients',
    'CSV or JSON lines end with a signed manifest; without one the file was cut.',
  )
  @Refuses('unavailable', 'audit.exports_busy')
  @Refuses('invalid', 'audit.bad_period', 'audit.bad_search', 'audit.already_compressed')
  @Can('export', 'AuditEvent')
  @ReturnsContent(...fileTypes)
  async export(
    @CurrentActor() actor: Actor,
    @Query({ schema: auditExportQuery }) query: AuditExportQuery,
    @Res() reply: FastifyReply,
  ) {
    await deliver(reply, () => this.exports.start(actor, query, reply.raw));
  }

  @Post('exports')
  @Does(
    'Asks for an export',
    'Gives a link that downloads it once, or for a large one a task in the background.',
  )
  @Refuses('invalid', 'audit.bad_period', 'audit.bad_search', 'audit.already_compressed')
  @Refuses('too_many', 'audit.exports_open')
  @GivesLink()
  @Can('export', 'AuditEvent')
  @Returns(auditExportTicket, 201)
  request(@CurrentActor() actor: Actor, @Body({ schema: requestAuditExport }) body: RequestAuditExport) {
    return this.requests.request(actor, body);
  }

  @Get('exports')
  @Does('Lists one’s own exports and those of the schedule')
  @Can('export', 'AuditEvent')
  @ReturnsText(auditExportPage)
  list(@CurrentActor() actor: Actor, @Query({ schema: auditExportListQuery }) query: AuditExportListQuery) {
    return this.downloads.list(actor, query);
  }

  @Get('exports/:id')
  @Does('Reads an export')
  @Can('export', 'AuditEvent')
  @Returns(auditExportView)
  get(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.downloads.get(actor, id);
  }

  @Get('exports/:id/manifest')
  @Does(
    'Downloads the manifest, which binds an export',
    'Its hashes, the newest signed head, and our signature.',
  )
  @Refuses('conflict', 'audit.no_manifest')
  @Can('export', 'AuditEvent')
  @Header('content-type', 'application/json; charset=utf-8')
  @ReturnsContent('application/json')
  manifest(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.downloads.manifest(actor, id);
  }

  @Post('exports/:id/links')
  @Does('Gives a link that downloads the file of an export once')
  @Refuses('conflict', 'audit.no_file')
  @GivesLink()
  @Can('export', 'AuditEvent')
  @Returns(auditExportTicket, 201)
  link(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.downloads.link(actor, id);
  }

  @Get('export-links/:token')
  @Does('Downloads an export by its link, which is then used up')
  @Refuses('not_found', 'audit.export_link_over')
  @Refuses('unavailable', 'audit.exports_busy')
  @Public()
  @ReturnsContent(...fileTypes)
  async download(
    @Param({ schema: auditExportToken }) { token }: z.infer<typeof auditExportToken>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    await deliver(reply, () => this.downloads.follow(token, originOf(request), reply.raw));
  }
}

/** Fastify answers HEAD by running GET: for HEAD nothing is exported, and no link is used up. */
async function deliver(reply: FastifyReply, start: () => Promise<AuditExport>): Promise<void> {
  if (reply.request.method === 'HEAD') return void reply.send();
  const { headers, stream } = await start();
  void reply.headers(headers).send(stream);
}
