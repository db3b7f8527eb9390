import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Actor } from '../../platform/access/actor.ts';
import { Can, CurrentActor, Public } from '../../platform/access/can.decorator.ts';
import { originOf } from '../../platform/http/origin.ts';
import { Returns, ReturnsContent } from '../../platform/http/returns.decorator.ts';
import {
  type AuditExportQuery,
  auditExportQuery,
  auditExportTicket,
  auditExportToken,
  type RequestAuditExport,
  requestAuditExport,
} from './export.contract.ts';
import { type AuditExport, AuditExports } from './exports.service.ts';

@Controller('audit')
export class AuditExportsController {
  constructor(private readonly exports: AuditExports) {}

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
  request(@CurrentActor() actor: Actor, @Body({ schema: requestAuditExport }) body: RequestAuditExport) {
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
