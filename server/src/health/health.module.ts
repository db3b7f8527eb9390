import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.ts';
import { Dependencies } from './dependencies.ts';
import { HealthController } from './health.controller.ts';
import { HealthService } from './health.service.ts';

@Module({ imports: [AuditModule], controllers: [HealthController], providers: [Dependencies, HealthService] })
export class HealthModule {}
