// Programs that the local stack runs (PostgreSQL, Redis): started in a session of their own so that Ctrl-C reaches
// only us and they are ended in order, noted in their folder so that a later start finds what a killed one left.
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  processStamp,
  recordedProcess,
  recordProcess,
  sleep,
  stopRecorded,
} from '../../scripts/lib/processes.mjs';

export interface ChildOptions {
  name: string;
  /** The service's folder: takes `process.json` and `<name>.log`. */
  dir: string;
  command: string;
  args: string[];
  env?: Record<string, string>;
  /** Run as this user (only root can). */
  user?: { uid: number; gid: number } | undefined;
}

export interface Child {
  /** Resolves when `ready` first answers true; rejects with the end of the log when the program ends before. */
  waitUntil(ready: () => Promise<boolean>, seconds: number): Promise<void>;
  /** Resolves, with the end of the log, when the program ends without {@link stop}. */
  ended: Promise<string>;
  stop(): Promise<void>;
}

type Steps = readonly (readonly [NodeJS.Signals, number])[];
const SOFT: Steps = [
  ['SIGTERM', 15_000],
  ['SIGKILL', 5_000],
];

const recordFile = (dir: string): string => join(dir, 'process.json');

/**
 * Ends what a killed earlier start left running in this folder.
 * @throws Error when a start that is still alive owns it
 */
export async function endLeftover(name: string, dir: string, steps: Steps = SOFT): Promise<void> {
  const record = recordedProcess(recordFile(dir));
  const owner = Number(record?.owner);
  if (record && processStamp(owner) === record.ownerStamp && owner !== process.pid) {
    throw new Error(`${name} in ${dir} is already running (started by process ${owner}): stop that first.`);
  }
  await stopRecorded(recordFile(dir), steps);
}

/** Starts a program after {@link endLeftover}. */
export function startChild(options: ChildOptions, steps: Steps = SOFT): Child {
  mkdirSync(options.dir, { recursive: true });
  const logFile = join(options.dir, `${options.name}.log`);
  const output = openSync(logFile, 'w');
  const child = spawn(options.command, options.args, {
    stdio: ['ignore', output, output],
    detached: true,
    env: { ...process.env, ...options.env },
    ...options.user,
  });
  closeSync(output);
  let stopping = false;
  let ended: string | undefined;
  child.once('error', (error) => (ended = error.message));
  child.once('exit', (code, signal) => (ended ??= `it ended with ${signal ?? code}`));
  if (child.pid) {
    recordProcess(recordFile(options.dir), child.pid, {
      owner: process.pid,
      ownerStamp: processStamp(process.pid),
    });
  }

  return {
    ended: new Promise((resolve) => {
      child.once('exit', () => stopping || resolve(`${options.name}: ${ended}.\n${logTail(logFile)}`));
    }),
    async waitUntil(ready, seconds) {
      for (const end = Date.now() + seconds * 1000; !(await ready()); await sleep(25)) {
        if (ended !== undefined)
          throw new Error(`${options.name} did not start: ${ended}.\n${logTail(logFile)}`);
        if (Date.now() > end)
          throw new Error(`${options.name} was not ready after ${seconds} s.\n${logTail(logFile)}`);
      }
    },
    async stop() {
      stopping = true;
      await stopRecorded(recordFile(options.dir), steps);
    },
  };
}

function logTail(file: string): string {
  return readFileSync(file, 'utf8').trim().split('\n').slice(-8).join('\n');
}
