import { Controller, Get, Post } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { Can, CurrentActor } from '../../platform/access/can.decorator.ts';
import { Returns } from '../../platform/http/returns.decorator.ts';
import { connectionTest, connectionView } from './connection.contract.ts';
import { EnaConnection } from './connection.service.ts';

@Controller('ena/connection')
export class EnaConnectionController {
  constructor(private readonly connection: EnaConnection) {}

  @Get()
  @Can('read', 'EnaConnection')
  @Returns(connectionView)
  get(@CurrentActor() actor: Actor) {
    return this.connection.get(actor);
  }

  @Post('test')
  @Can('test', 'EnaConnection')
  @Returns(connectionTest, 201)
  test(@CurrentActor() actor: Actor) {
    return this.connection.test(actor);
  }
}
