import { Module } from '@nestjs/common';
import { AuditLogModule } from '../../audit/audit-log.module.ts';
import { EnaModule } from '../ena.module.ts';
import { EnaLifecycleModule } from '../lifecycle/lifecycle.module.ts';
import { EnaUmbrellaSending } from './umbrella-sending.service.ts';
import { EnaUmbrellas } from './umbrellas.service.ts';
import { EnaUmbrellasController } from './umbrellas.controller.ts';

@Module({
  imports: [EnaModule, EnaLifecycleModule, AuditLogModule],
  controllers: [EnaUmbrellasController],
  providers: [EnaUmbrellas, EnaUmbrellaSending],
})
export class EnaUmbrellasModule {}
