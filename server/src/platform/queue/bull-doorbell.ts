import { InjectQueue } from '@nestjs/bull';
import { Injectable, Logger } from '@nestjs/common';
import type { Queue } from 'bull';
import { RedisClient } from './redis.client.ts';
import { Doorbell } from './doorbell.ts';

export const TASK_QUEUE = 'tasks';
export const EVENT_CHANNEL = 'seqdb:events';

/** A Bull job that announces a task: Bull ignores `add` for an id it still knows, so the id names the attempt. */
export const announcement = (taskId: string, attempt: string | number) => ({
  data: { taskId },
  options: { jobId: `${taskId}-${attempt}`, removeOnComplete: true, removeOnFail: true },
});

@Injectable()
export class BullDoorbell extends Doorbell {
  private readonly logger = new Logger(BullDoorbell.name);

  constructor(
    @InjectQueue(TASK_QUEUE) private readonly queue: Queue,
    private readonly redis: RedisClient,
  ) {
    super();
  }

  override ring({ taskIds, events }: { taskIds: readonly string[]; events: boolean }): void {
    const rings: Promise<unknown>[] = taskIds.map((id) => {
      const { data, options } = announcement(id, 0);
      return this.queue.add(data, options);
    });
    if (events) rings.push(this.redis.publish(EVENT_CHANNEL, ''));
    void this.warnOfLost(rings);
  }

  private async warnOfLost(rings: readonly Promise<unknown>[]): Promise<void> {
    const results = await Promise.allSettled(rings);
    const lost = results.filter((result) => result.status === 'rejected');
    if (lost.length === 0) return;
    this.logger.warn(`${lost.length} not announced, the sweeper will find them: ${String(lost[0]?.reason)}`);
  }
}
