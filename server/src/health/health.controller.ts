import { Controller, Get, Res } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../platform/access/actor.ts';
import { Can, CurrentActor, Public } from '../platform/access/can.decorator.ts';
import { Does } from '../platform/http/does.decorator.ts';
import { Returns } from '../platform/http/returns.decorator.ts';
import { healthView, readyView } from './health.contract.ts';
import { healthReport } from './health-report.contract.ts';
import { HealthService } from './health.service.ts';
import { version } from './version.ts';

@ApiTags('Health')
@Controller('health')
export class HealthController {
  constructor(private readonly health: HealthService) {}

  @Get()
  @Does('Says that the process runs')
  @Public()
  @Returns(healthView)
  live() {
    return { status: 'up', version: version };
  }

  @Get('ready')
  @Does(
    'Says whether everything that the process needs answers',
    '503 and the names of what does not otherwise.',
  )
  @Public()
  @Returns(readyView)
  @ApiResponse({ status: 503, description: 'Not ready', standardSchema: readyView } as never)
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const ready = await this.health.ready();
    if (ready.status === 'not ready') void reply.status(503);
    return ready;
  }

  @Get('report')
  @Does(
    'Tells what has to be looked after, and how far signed heads have come',
    'Each trouble by itself, with its code and since when. Where heads go, and whose erasure waits, only to those who may read that.',
  )
  @Can('read', 'SystemHealth')
  @Returns(healthReport)
  report(@CurrentActor() actor: Actor) {
    return this.health.report(actor);
  }
}
