import { Controller, Get, Query } from '@nestjs/common';
import { Can } from '../../platform/access/can.decorator.ts';
import { Returns } from '../../platform/http/returns.decorator.ts';
import { type FlowQuery, flowQuery, flowView } from './flow.contract.ts';
import { EnaFlow } from './flow.service.ts';

@Controller('ena/flow')
export class EnaFlowController {
  constructor(private readonly flow: EnaFlow) {}

  @Get()
  @Can('read', 'EnaBatch')
  @Returns(flowView)
  get(@Query({ schema: flowQuery }) query: FlowQuery) {
    return this.flow.get(query);
  }
}
