import { utilities, WinstonModule } from 'nest-winston';
import { ClsServiceManager } from 'nestjs-cls';
import winston from 'winston';
import type { Config } from '../config/config.ts';

/** The request that the code now runs for, from the async context; none in tasks and at start. */
const withRequestId = winston.format((entry) => {
  const requestId: unknown = ClsServiceManager.getClsService().getId();
  return requestId === undefined ? entry : { ...entry, requestId };
});

/** Nest's logger: one JSON object a line in production, readable lines elsewhere. */
export function createLogger(config: Pick<Config, 'NODE_ENV' | 'LOG_LEVEL'>, processName: string) {
  const { combine, timestamp, json, errors } = winston.format;
  const readable = utilities.format.nestLike(processName, {
    prettyPrint: false,
    colors: process.stdout.isTTY,
  });
  return WinstonModule.createLogger({
    level: config.LOG_LEVEL,
    defaultMeta: { process: processName },
    format: combine(
      withRequestId(),
      timestamp(),
      errors({ stack: true }),
      config.NODE_ENV === 'production' ? json() : readable,
    ),
    transports: [new winston.transports.Console()],
  });
}
