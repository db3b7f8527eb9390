import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Can } from '../../platform/access/can.decorator.ts';
import { Does, Refuses } from '../../platform/http/does.decorator.ts';
import { Returns } from '../../platform/http/returns.decorator.ts';
import { type FlowQuery, flowQuery, flowView } from './flow.contract.ts';
import { EnaFlow } from './flow.service.ts';

@ApiTags('ENA connection')
@Controller('ena/flow')
export class EnaFlowController {
  constructor(private readonly flow: EnaFlow) {}

  @Get()
  @Does('Counts records on their way to ENA over time', 'By days, or by weeks that begin on Monday.')
  @Refuses('invalid', 'ena.flow_range')
  @Can('read', 'EnaBatch')
  @Returns(flowView)
  get(@Query({ schema: flowQuery }) query: FlowQuery) {
    return this.flow.get(query);
  }
}
