import { BullModule } from '@nestjs/bull';
import { Global, Module } from '@nestjs/common';
import { BullConnections } from './bull.connections.ts';
import { BullDoorbell, TASK_QUEUE } from './bull-doorbell.ts';
import { Doorbell } from './doorbell.ts';
import { Housekeeping } from './housekeeping.ts';
import { RedisClient } from './redis.client.ts';
import { TaskHandlers } from './task-handlers.ts';
import { TaskProcessor } from './task.processor.ts';
import { TaskRunner } from './task.runner.ts';
import { TaskStore } from './task-store.ts';
import { TaskSweeper } from './task.sweeper.ts';

/** Short locks, so that a killed worker's announcement is taken up within seconds; attempts are counted by our rows. */
const settings = {
  lockDuration: 3_000,
  lockRenewTime: 1_000,
  stalledInterval: 1_500,
  maxStalledCount: 1,
  retryProcessDelay: 1_000,
};

@Module({ providers: [BullConnections], exports: [BullConnections] })
class BullConnectionsModule {}

/** Announcing tasks: what every process needs. */
@Global()
@Module({
  imports: [
    BullModule.forRootAsync({
      imports: [BullConnectionsModule],
      inject: [BullConnections],
      useFactory: (connections: BullConnections) => ({
        createClient: (type) => connections.make(type),
        settings,
      }),
    }),
    BullModule.registerQueue({ name: TASK_QUEUE }),
  ],
  providers: [RedisClient, TaskHandlers, Housekeeping, { provide: Doorbell, useClass: BullDoorbell }],
  exports: [RedisClient, TaskHandlers, Housekeeping, Doorbell, BullModule],
})
export class QueueModule {}

/** Doing tasks: the worker only. */
@Module({ providers: [TaskStore, TaskRunner, TaskProcessor, TaskSweeper] })
export class TaskWorkerModule {}
