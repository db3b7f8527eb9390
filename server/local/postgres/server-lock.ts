// What a killed earlier start left in a cluster: a server that still runs, or the lock file of one that does not.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { processStamp, waitForEnd } from '../../../scripts/lib/processes.mjs';
import { readIfThere } from '../kept.ts';

/**
 * Ends a server that still runs on this cluster and removes the lock file of one that does not. PostgreSQL itself
 * takes the lock file of a dead server for a live one when its number was given to another process meanwhile.
 */
export async function freeCluster(data: string): Promise<void> {
  const lockFile = join(data, 'postmaster.pid');
  const pid = Number(readIfThere(lockFile)?.split('\n')[0]);
  if (!pid) return;
  const stamp = processStamp(pid);
  if (stamp !== null && commandLine(pid).includes(data)) {
    for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
      process.kill(pid, signal);
      if (await waitForEnd(pid, stamp, 10_000)) break;
    }
  }
  rmSync(lockFile, { force: true });
}

function commandLine(pid: number): string {
  if (process.platform === 'linux') return readIfThere(`/proc/${pid}/cmdline`) ?? '';
  return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
}
