import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { CONFIG, type Config } from '../config/config.ts';

/** Bull's kinds of connection: commands, news of other processes, the blocking wait for the next job. */
export type BullConnection = 'client' | 'subscriber' | 'bclient';

/**
 * Bull's connections, made here rather than by Bull: it reads the URL without its scheme (so `rediss` would lose its
 * TLS), and its commands would wait without end for a Redis that is away, piling up in a process that only announces.
 */
@Injectable()
export class BullConnections implements OnApplicationShutdown {
  private readonly made: Redis[] = [];

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  make(type: BullConnection): Redis {
    const waits =
      type === 'client'
        ? { enableOfflineQueue: false, maxRetriesPerRequest: 1 }
        : { enableOfflineQueue: true, maxRetriesPerRequest: null };
    const connection = new Redis(this.config.REDIS_URL, { ...waits, enableReadyCheck: false });
    this.made.push(connection);
    return namedQuietly(connection);
  }

  /** Bull closes only connections that it made itself. */
  onApplicationShutdown(): void {
    for (const connection of this.made) connection.disconnect();
  }
}

/**
 * Bull gives its connection a name and never looks at the outcome: when the process stops while Redis is away, that
 * would be an unhandled rejection, which ends the process in the middle of its shutdown.
 */
function namedQuietly(connection: Redis): Redis {
  const send = connection.sendCommand.bind(connection);
  connection.sendCommand = (command, stream) => {
    const sent = send(command, stream);
    return command.name === 'client' ? Promise.resolve(sent).catch(() => null) : sent;
  };
  return connection;
}
