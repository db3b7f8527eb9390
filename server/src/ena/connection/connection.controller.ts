import { Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../platform/access/actor.ts';
import { Can, CurrentActor } from '../../platform/access/can.decorator.ts';
import { Does, Refuses } from '../../platform/http/does.decorator.ts';
import { Returns } from '../../platform/http/returns.decorator.ts';
import { connectionTest, connectionView } from './connection.contract.ts';
import { EnaConnection } from './connection.service.ts';

@ApiTags('ENA connection')
@Controller('ena/connection')
export class EnaConnectionController {
  constructor(private readonly connection: EnaConnection) {}

  @Get()
  @Does('Reads how this installation reaches ENA, and how the last test went')
  @Can('read', 'EnaConnection')
  @Returns(connectionView)
  get(@CurrentActor() actor: Actor) {
    return this.connection.get(actor);
  }

  @Post('test')
  @Does('Asks each service of ENA whether it answers and takes the account')
  @Refuses('unavailable', 'ena.not_configured')
  @Refuses('too_many', 'ena.tested_just_now')
  @Can('test', 'EnaConnection')
  @Returns(connectionTest, 201)
  test(@CurrentActor() actor: Actor) {
    return this.connection.test(actor);
  }
}
