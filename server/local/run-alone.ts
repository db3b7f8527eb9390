// Lets each service be started by itself: `node scripts/run.mjs node server/local/redis.ts`. The data is that of
// `npm start` (.local/<name>), so the service refuses to start while that runs.
import { join } from 'node:path';
import type { LocalOptions, LocalService } from './local-service.ts';

/** Starts one service, prints its variables as `NAME=value` lines and keeps it running until Ctrl-C. */
export async function runAlone(
  name: string,
  start: (options: LocalOptions) => Promise<LocalService>,
): Promise<void> {
  const root = join(import.meta.dirname, '..', '..');
  const dir = join(process.env.SEQDB_LOCAL_DIR ?? join(root, '.local'), name);
  const service = await start({ dir, log: (line) => console.error(line) }).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  });
  for (const [key, value] of Object.entries(service.env)) console.log(`${key}=${value}`);
  console.error(`${service.describe}. Ctrl-C stops it.`);
  const held = setInterval(() => undefined, 1 << 30); // keeps Node running whatever the service does
  let stopping: Promise<void> | undefined; // a terminal and a wrapper both pass Ctrl-C on: stop once
  const stop = () => void (stopping ??= service.stop().finally(() => clearInterval(held)));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
}
