import { Module } from '@nestjs/common';
import { EnaFlowController } from './flow.controller.ts';
import { EnaFlow } from './flow.service.ts';

@Module({ controllers: [EnaFlowController], providers: [EnaFlow] })
export class EnaFlowModule {}
