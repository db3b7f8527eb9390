import { Body, Controller, Get, Header, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Actor } from '../../platform/access/actor.ts';
import { Can, CurrentActor, Public } from '../../platform/access/can.decorator.ts';
import { idParams } from '../../platform/http/common.contract.ts';
import { GivesLink } from '../../platform/http/gives-link.decorator.ts';
import { originOf } from '../../platform/http/origin.ts';
import { Returns, ReturnsContent, ReturnsText } from '../../platform/http/returns.decorator.ts';
import {
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

type Id = z.infer<typeof idParams>;

@Controller('audit')
export class AuditExportsController {
  constructor(
    private readonly exports: AuditExports,
    private readonly requests: AuditExportRequests,
    private readonly downloads: AuditExportDownloads,
  ) {}

  /** Sends an export while it is written, for API clients. */
  @Get('export')
  @Can('export', 'AuditEvent')
  @ReturnsContent('text/csv')
  async export(
    @CurrentActor() actor: Actor,
    @Query({ schema: auditExportQuery }) query: AuditExportQuery,
    @Res() reply: FastifyReply,
  ) {
    await deliver(reply, () => this.exports.start(actor, query, reply.raw));
  }

  /** A link that downloads an export once, or for a large one a task in the background. */
  @Post('exports')
  @GivesLink()
  @Can('export', 'AuditEvent')
  @Returns(auditExportTicket, 201)
  request(@CurrentActor() actor: Actor, @Body({ schema: requestAuditExport }) body: RequestAuditExport) {
    return this.requests.request(actor, body);
  }

  /** One's own exports and those of the schedule. */
  @Get('exports')
  @Can('export', 'AuditEvent')
  @ReturnsText(auditExportPage)
  list(@CurrentActor() actor: Actor, @Query({ schema: auditExportListQuery }) query: AuditExportListQuery) {
    return this.downloads.list(actor, query);
  }

  @Get('exports/:id')
  @Can('export', 'AuditEvent')
  @Returns(auditExportView)
  get(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.downloads.get(actor, id);
  }

  /** The manifest, which binds the file: its hashes, the newest signed head, and our signature. */
  @Get('exports/:id/manifest')
  @Can('export', 'AuditEvent')
  @Header('content-type', 'application/json; charset=utf-8')
  @ReturnsContent('application/json')
  manifest(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.downloads.manifest(actor, id);
  }

  /** A link that downloads the file that is kept, once. */
  @Post('exports/:id/links')
  @GivesLink()
  @Can('export', 'AuditEvent')
  @Returns(auditExportTicket, 201)
  link(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: Id) {
    return this.downloads.link(actor, id);
  }

  @Get('export-links/:token')
  @Public()
  @ReturnsContent('text/csv')
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
