import { type DynamicModule, Module, StandardSchemaSerializerInterceptor } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE, Reflector } from '@nestjs/core';
import { ClsModule } from 'nestjs-cls';
import { AccessionsModule, AccessionsWorkerModule } from './accessions/accessions.module.ts';
import { AuditLogModule } from './audit/audit-log.module.ts';
import { AuditModule, AuditWorkerModule } from './audit/audit.module.ts';
import { ReadsLog } from './audit/reads/reads-log.ts';
import { AuthModule } from './auth/auth.module.ts';
import { EnaModule } from './ena/ena.module.ts';
import { EnaConnectionModule } from './ena/connection/connection.module.ts';
import { EnaFlowModule } from './ena/flow/flow.module.ts';
import { EnaLifecycleModule } from './ena/lifecycle/lifecycle.module.ts';
import { EnaProcessingModule, EnaProcessingWorkerModule } from './ena/processing/processing.module.ts';
import { EnaScheduleModule, EnaScheduleWorkerModule } from './ena/schedule/schedule.module.ts';
import { EnaUmbrellasModule } from './ena/umbrellas/umbrellas.module.ts';
import { FilesModule } from './files/files.module.ts';
import { HealthModule } from './health/health.module.ts';
import { AccessGuard } from './platform/access/access.guard.ts';
import { RefusalWitness } from './platform/access/refusals.ts';
import type { Config } from './platform/config/config.ts';
import { ConfigModule } from './platform/config/config.module.ts';
import { DatabaseModule } from './platform/database/database.module.ts';
import { EventsModule } from './platform/events/events.module.ts';
import { EtagInterceptor } from './platform/http/etag.interceptor.ts';
import { IdempotencyInterceptor } from './platform/http/idempotency.interceptor.ts';
import { IdempotencyKeys } from './platform/http/idempotency-keys.ts';
import { ProblemFilter } from './platform/http/problem.filter.ts';
import { schemaPipe } from './platform/http/schema.pipe.ts';
import { MailModule } from './platform/mail/mail.module.ts';
import { QueueModule, TaskWorkerModule } from './platform/queue/queue.module.ts';
import { StorageModule } from './platform/storage/storage.module.ts';
import { SubmissionsModule } from './submissions/submissions.module.ts';
import { UsersModule } from './users/users.module.ts';
import { ValidationModule } from './validation/validation.module.ts';

/** What both processes are made of. */
const features = [
  AuditModule,
  UsersModule,
  AuthModule,
  FilesModule,
  AccessionsModule,
  ValidationModule,
  SubmissionsModule,
  EnaModule,
  EnaLifecycleModule,
  EnaScheduleModule,
  EnaProcessingModule,
  EnaUmbrellasModule,
  EnaConnectionModule,
  EnaFlowModule,
];

const platform = (config: Config) => [
  ConfigModule.with(config),
  ClsModule.forRoot({ global: true }),
  DatabaseModule,
  QueueModule,
  StorageModule,
  MailModule,
];

/** The HTTP process. Guards, pipes, filters and interceptors are bound here and nowhere else. */
@Module({})
export class ApiModule {
  static with(config: Config): DynamicModule {
    return {
      module: ApiModule,
      imports: [...platform(config), AuditLogModule, ...features, EventsModule, HealthModule],
      providers: [
        IdempotencyKeys,
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_PIPE, useFactory: schemaPipe },
        { provide: RefusalWitness, useExisting: ReadsLog },
        { provide: APP_FILTER, useClass: ProblemFilter },
        // From the outside in: the version of the answer, the kept answer, what its schema lets through.
        { provide: APP_INTERCEPTOR, useClass: EtagInterceptor },
        { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
        {
          provide: APP_INTERCEPTOR,
          inject: [Reflector],
          useFactory: (reflector: Reflector) => new StandardSchemaSerializerInterceptor(reflector),
        },
      ],
    };
  }
}

/** The background process: the same features, with tasks instead of routes. */
@Module({})
export class WorkerModule {
  static with(config: Config): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        ...platform(config),
        ...features,
        AuditWorkerModule,
        AccessionsWorkerModule,
        EnaScheduleWorkerModule,
        EnaProcessingWorkerModule,
        TaskWorkerModule,
      ],
    };
  }
}

/** A command: the features alone, without routes and without taking tasks. */
@Module({})
export class CommandModule {
  static with(config: Config): DynamicModule {
    return { module: CommandModule, imports: [...platform(config), ...features] };
  }
}
