import { Module } from '@nestjs/common';
import { AuditLogModule } from '../audit/audit-log.module.ts';
import { ChecklistsController } from './checklists.controller.ts';
import { ChecklistsService } from './checklists.service.ts';

@Module({
  imports: [AuditLogModule],
  controllers: [ChecklistsController],
  providers: [ChecklistsService],
  exports: [ChecklistsService],
})
export class ValidationModule {}
