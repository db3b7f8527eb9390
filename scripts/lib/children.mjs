// The processes a script starts. Each has a session of its own (Ctrl-C reaches only the script, which ends them in
// order), a log in <dir>/logs, and a record in <dir>/run by which a later start finds it should the script be killed.
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { killPrograms } from './local-data.mjs';
import { recordProcess, stopRecorded } from './processes.mjs';
import { Problem } from './say.mjs';

/** @returns {string} the last lines of a log, without the colours some tools write even into a file */
function logTail(file, lines = 30) {
  const text = existsSync(file) ? stripVTControlCharacters(readFileSync(file, 'utf8')) : '';
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}

export class Children {
  #running = new Map();
  #closing = false;

  /** @param {string} dir the data folder */
  constructor(dir) {
    this.dir = dir;
  }

  logFile(name) {
    return join(this.dir, 'logs', `${name}.log`);
  }

  /**
   * Starts a process.
   * @returns {{ process: import('node:child_process').ChildProcess, ended: Promise<string | null> }} `ended` says why
   *   it ended; null when it ended well
   */
  start(name, command, args, { env, cwd, ipc = false } = {}) {
    if (this.#closing) throw new Problem('Stopped.');
    const log = this.logFile(name);
    mkdirSync(join(this.dir, 'logs'), { recursive: true });
    if (existsSync(log)) renameSync(log, `${log}.1`);
    const output = openSync(log, 'w');
    const stdio = ['ignore', output, output, ...(ipc ? ['ipc'] : [])];
    const child = spawn(command, args, { env, cwd, stdio, detached: true });
    closeSync(output);
    if (child.pid) recordProcess(this.#record(name), child.pid, { group: true });
    const ended = new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(code === 0 ? null : `it ended with ${signal ?? code}`));
    });
    this.#running.set(name, ended);
    void ended.then(() => this.#running.delete(name));
    return { process: child, ended };
  }

  /** Runs a command to its end. @throws Problem with the end of its log when it fails */
  async run(name, command, args, options) {
    const reason = await this.start(name, command, args, options).ended;
    await stopRecorded(this.#record(name));
    if (this.#closing) throw new Problem('Stopped.');
    if (reason !== null) {
      throw new Problem(this.obituary(`${name} failed: ${reason}.`, name));
    }
  }

  /** @returns {string} what happened, and the end of the log when it says anything */
  obituary(what, name) {
    const tail = logTail(this.logFile(name));
    return tail ? `${what} The end of ${this.logFile(name)}:\n\n${tail}` : what;
  }

  /** Ends one process, softly first. */
  async stop(name, graceMs = 15_000) {
    await stopRecorded(this.#record(name), [
      ['SIGTERM', graceMs],
      ['SIGKILL', 5_000],
    ]);
    await this.#running.get(name);
  }

  /** Ends all: those of one group at the same time, group after group; what is in none of them first. */
  async stopAll(...groups) {
    this.#closing = true;
    const named = new Set(groups.flat());
    const others = [...this.#running.keys()].filter((name) => !named.has(name));
    await Promise.all(others.map((name) => this.stop(name, 3_000))); // npm takes no notice of a polite request
    for (const group of groups) {
      await Promise.all(group.filter((name) => this.#running.has(name)).map((name) => this.stop(name)));
    }
  }

  /** Ends all now, without asking them, and the programs of the local stack (server/local/child.ts) with them. */
  async killAll() {
    this.#closing = true;
    const own = [...this.#running.keys()].map((name) => this.#record(name));
    await Promise.all([
      killPrograms(this.dir),
      ...own.map((file) => stopRecorded(file, [['SIGKILL', 5_000]])),
    ]);
  }

  get count() {
    return this.#running.size;
  }

  #record(name) {
    return join(this.dir, 'run', `${name}.json`);
  }
}

/** Ends what a killed earlier script left running. @returns {Promise<string[]>} the names of what there was */
export async function stopLeftovers(dir) {
  const folder = join(dir, 'run');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  const stopped = await Promise.all(
    names
      .filter((name) => name !== 'start.json')
      .map(async (name) => (await stopRecorded(join(folder, name))) && name),
  );
  return stopped.filter(Boolean).map((name) => name.replace('.json', ''));
}
