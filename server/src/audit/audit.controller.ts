import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Actor } from '../platform/access/actor.ts';
import { Can, CurrentActor, Public } from '../platform/access/can.decorator.ts';
import { idParams } from '../platform/http/common.contract.ts';
import { originOf } from '../platform/http/origin.ts';
import { Returns, ReturnsContent } from '../platform/http/returns.decorator.ts';
import {
  auditEventView,
  type AuditExportQuery,
  auditExportQuery,
  auditExportTicket,
  auditExportToken,
  auditListQuery,
  auditPage,
  requestAuditExport,
} from './audit.contract.ts';
import { AuditEventsService } from './audit-events.service.ts';
import { type AuditExport, AuditExports } from './exporting/exports.service.ts';

@Controller('audit')
export class AuditController {
  constructor(
    private readonly events: AuditEventsService,
    private readonly exports: AuditExports,
  ) {}

  @Get('events')
  @Can('read', 'AuditEvent')
  @Returns(auditPage)
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: auditListQuery }) query: z.infer<typeof auditListQuery>,
  ) {
    return this.events.list(actor, query);
  }

  @Get('events/:id')
  @Can('read', 'AuditEvent')
  @Returns(auditEventView)
  get(@CurrentActor() actor: Actor, @Param({ schema: idParams }) { id }: z.infer<typeof idParams>) {
    return this.events.get(actor, id);
  }

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

  @Post('exports')
  @Can('export', 'AuditEvent')
  @Returns(auditExportTicket, 201)
  requestExport(
    @CurrentActor() actor: Actor,
    @Body({ schema: requestAuditExport }) body: z.infer<typeof requestAuditExport>,
  ) {
    return this.exports.request(actor, body);
  }

  @Get('exports/:token')
  @Public()
  @ReturnsContent('text/csv')
  async download(
    @Param({ schema: auditExportToken }) { token }: z.infer<typeof auditExportToken>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    await deliver(reply, () => this.exports.follow(token, originOf(request), reply.raw));
  }
}

/** Fastify answers HEAD by running GET: for that nothing is exported, and no link is used up. */
async function deliver(reply: FastifyReply, start: () => Promise<AuditExport>): Promise<void> {
  if (reply.request.method === 'HEAD') return void reply.send();
  const { headers, stream } = await start();
  void reply.headers(headers).send(stream);
}
