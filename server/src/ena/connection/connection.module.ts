import { Module } from '@nestjs/common';
import { AuditLogModule } from '../../audit/audit-log.module.ts';
import { EnaModule } from '../ena.module.ts';
import { EnaConnectionController } from './connection.controller.ts';
import { EnaConnection } from './connection.service.ts';
import { TestPauses } from './test-pauses.ts';

@Module({
  imports: [EnaModule, AuditLogModule],
  controllers: [EnaConnectionController],
  providers: [EnaConnection, TestPauses],
})
export class EnaConnectionModule {}
