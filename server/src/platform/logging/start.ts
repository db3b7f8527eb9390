import { ConfigError } from '../config/config.ts';
import { ServerTooOld } from '../database/server-version.ts';
import { AppError } from '../errors/app.error.ts';

/** Runs a process's start; what the operator can mend is told in plain lines, the rest with its stack. */
export async function startOrExplain(start: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  }
}

function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof ServerTooOld) return error.message;
  if (error instanceof AppError) {
    return [error.message, ...error.errors.map(({ path, message }) => `  ${path}: ${message}`)].join('\n');
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
