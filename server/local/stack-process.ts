// The local stack as a process of its own, for `npm start` (scripts/start.mjs): told over the channel what is ready, and
// gone in order when asked, or when the start script vanishes, were it by kill -9.
// By hand, `node scripts/run.mjs node server/local/stack-process.ts` prints the variables and runs until Ctrl-C.
import { join } from 'node:path';
import { stopRecorded } from '../../scripts/lib/processes.mjs';
import { startStack, type Stack } from './stack.ts';

/** What the start script hears. */
export type StackMessage =
  | { kind: 'line'; text: string }
  | { kind: 'ready'; env: Record<string, string>; services: { name: string; describe: string }[] }
  | { kind: 'failed'; reason: string }
  | { kind: 'ended'; reason: string };

const dir = process.env.SEQDB_LOCAL_DIR ?? join(import.meta.dirname, '..', '..', '.local');
const parent = process.channel !== undefined;

function tell(message: StackMessage): void {
  if (process.connected) process.send?.(message);
  else if (message.kind === 'ready')
    for (const [name, value] of Object.entries(message.env)) console.log(`${name}=${value}`);
  else console.error(message.kind === 'line' ? message.text : message.reason);
}

let stopping: Promise<void> | undefined;

/** Once, however often it is asked for: a terminal and the parent both pass Ctrl-C on. */
function stop(stack: Promise<Stack>, code: number): void {
  stopping ??= stack
    .then((each) => each.stop())
    .catch((error: unknown) => console.error(String(error)))
    .finally(() => process.exit(code));
}

/** The application's processes, noted by the start script, must not outlive it without their database. */
async function orphaned(stack: Promise<Stack>): Promise<void> {
  await Promise.all(['api', 'worker'].map((name) => stopRecorded(join(dir, 'run', `${name}.json`))));
  stop(stack, 1);
}

const stack = startStack({ dir, env: process.env, log: (text) => tell({ kind: 'line', text }) });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(stack, 0));
if (parent) process.once('disconnect', () => void orphaned(stack));

try {
  const { env, services, ended } = await stack;
  tell({ kind: 'ready', env, services: services.map(({ name, describe }) => ({ name, describe })) });
  void ended.then((reason) => {
    if (!stopping) tell({ kind: 'ended', reason });
    return stop(stack, 1);
  });
  setInterval(() => undefined, 1 << 30); // keeps Node running when only other processes are there to be kept
} catch (error) {
  tell({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
  if (process.connected) process.disconnect();
}
