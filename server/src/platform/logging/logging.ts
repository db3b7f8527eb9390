import { utilities, WinstonModule } from 'nest-winston';
import { ClsServiceManager } from 'nestjs-cls';
import winston from 'winston';
import { type Config, secretsOf } from '../config/config.ts';
import { redactor } from './redaction.ts';

/** The request that the code now runs for, from the async context; none in tasks and at start. */
const withRequestId = winston.format((entry) => {
  const requestId: unknown = ClsServiceManager.getClsService().getId();
  return requestId === undefined ? entry : { ...entry, requestId };
});

/** Where winston keeps the finished line. */
const line = Symbol.for('message');

const withoutSecrets = (secrets: readonly string[]) => {
  const redact = redactor(secrets);
  return winston.format((entry) => {
    const text: unknown = entry[line];
    return typeof text === 'string' ? { ...entry, [line]: redact(text) } : entry;
  })();
};

/** Nest's logger: one JSON object a line in production, readable lines elsewhere; secrets stand in neither. */
export function createLogger(
  config: Pick<Config, 'NODE_ENV' | 'LOG_LEVEL'> & Partial<Config>,
  processName: string,
) {
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
      withoutSecrets(secretsOf(config)),
    ),
    transports: [new winston.transports.Console()],
  });
}
