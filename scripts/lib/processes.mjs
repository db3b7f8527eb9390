// Which process is ours: a pid alone says little, since the system gives numbers out again. A pid together with the
// time that process was started (and the boot it was started in) names one process for good, so records that
// survived a crash can be acted upon without ever touching a stranger's process.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const hasProc = process.platform === 'linux';

function bootId() {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

function linuxStamp(pid) {
  let stat;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null; // no such process
  }
  // "pid (name, which may hold blanks and brackets) state … starttime": proc(5), fields 3 and 22.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X' ? null : `${bootId()}/${fields[19]}`;
}

function portableStamp(pid) {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null; // ps ends with 1 when there is no such process
  }
}

/** @returns {string | null} what tells this process from any other that had or will have its number; null: not running */
export function processStamp(pid) {
  return hasProc ? linuxStamp(pid) : portableStamp(pid);
}

/** Notes a running process in a file, whole or not at all. `extra` is kept with it (addresses, the owner's pid). */
export function recordProcess(file, pid, extra = {}) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify({ pid, stamp: processStamp(pid), ...extra }));
  renameSync(`${file}.new`, file);
}

/** @returns the record of a process that still runs, or null (no record, unreadable, or that process is gone) */
export function recordedProcess(file) {
  let record;
  try {
    record = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
  const alive = Number.isInteger(record?.pid) && record.stamp && processStamp(record.pid) === record.stamp;
  return alive ? record : null;
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @returns {Promise<boolean>} whether the process was gone within the time */
export async function waitForEnd(pid, stamp, ms) {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(50)) {
    if (processStamp(pid) !== stamp) return true;
  }
  return processStamp(pid) !== stamp;
}

/**
 * Stops the process a record names, if it still runs, and removes the record.
 * @param file the record; with `group: true` the signal goes to the whole process group the process leads
 * @param steps signals to try in turn, each with the milliseconds it is given
 * @returns {Promise<boolean>} whether there was a process to stop
 */
export async function stopRecorded(
  file,
  steps = [
    ['SIGTERM', 10_000],
    ['SIGKILL', 5_000],
  ],
) {
  const record = recordedProcess(file);
  for (const [signal, ms] of record ? steps : []) {
    try {
      process.kill(record.group ? -record.pid : record.pid, signal);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
    if (await waitForEnd(record.pid, record.stamp, ms)) break;
  }
  rmSync(file, { force: true });
  return record !== null;
}
