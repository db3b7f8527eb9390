import { BullModule } from '@nestjs/bull';
import { Global, Module } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.ts';
import { BullDoorbell, TASK_QUEUE } from './bull-doorbell.ts';
import { Doorbell } from './doorbell.ts';
import { RedisClient } from './redis.client.ts';
import { TaskHandlers } from './task-handlers.ts';
import { TaskProcessor } from './task.processor.ts';
import { TaskRunner } from './task.runner.ts';
import { TaskStore } from './task-store.ts';

/** Short locks, so that a killed worker's announcement is taken up within seconds; attempts are counted by our rows. */
const settings = { lockDuration: 3_000, lockRenewTime: 1_000, stalledInterval: 1_500, maxStalledCount: 1 };

/** Announcing tasks: what every process needs. */
@Global()
@Module({
  imports: [
    BullModule.forRootAsync({
      inject: [CONFIG],
      useFactory: (config: Config) => ({
        url: config.REDIS_URL,
        redis: { enableOfflineQueue: true, maxRetriesPerRequest: null },
        settings,
      }),
    }),
    BullModule.registerQueue({ name: TASK_QUEUE }),
  ],
  providers: [RedisClient, TaskHandlers, { provide: Doorbell, useClass: BullDoorbell }],
  exports: [RedisClient, TaskHandlers, Doorbell, BullModule],
})
export class QueueModule {}

/** Doing tasks: the worker only. */
@Module({ providers: [TaskStore, TaskRunner, TaskProcessor] })
export class TaskWorkerModule {}
