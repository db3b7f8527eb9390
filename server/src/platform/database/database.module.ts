import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../config/config.ts';
import { Lists } from '../lists/list.query.ts';
import { Clock } from '../time/clock.ts';
import { SnakeCase } from './naming.strategy.ts';
import { searchPath } from './search-path.ts';
import { assertServerVersion } from './server-version.ts';
import { UnitOfWork } from './unit-of-work.ts';

/**
 * Connections of one process; statements that wait longer than this for a lock or run longer are ended. Whatever a role
 * or a database sets, each statement sees what others have committed: who writes an event must see who is erased.
 */
const limits = `${searchPath} -c default_transaction_isolation=read\\ committed -c timezone=UTC -c lock_timeout=10s -c statement_timeout=60s -c idle_in_transaction_session_timeout=120s`;

@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [CONFIG],
      useFactory: (config: Config) => ({
        type: 'postgres' as const,
        url: config.DATABASE_URL,
        autoLoadEntities: true,
        namingStrategy: new SnakeCase(),
        retryAttempts: 5,
        retryDelay: 1_000,
        poolSize: config.DATABASE_POOL_SIZE,
        extra: { options: limits, connectionTimeoutMillis: 30_000 },
      }),
    }),
  ],
  providers: [UnitOfWork, Lists, Clock],
  exports: [UnitOfWork, Lists, Clock],
})
export class DatabaseModule implements OnModuleInit {
  constructor(private readonly database: DataSource) {}

  /** @throws ServerTooOld */
  onModuleInit(): Promise<void> {
    return assertServerVersion(this.database);
  }
}
