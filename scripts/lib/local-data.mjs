// The data folder of the local stack: who uses it, and clearing it.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { recordedProcess, recordProcess, stopRecorded } from './processes.mjs';
import { Problem } from './say.mjs';

const SHARED = '/var/lib/seqdb-console/'; // see server/local/postgres/place.ts

/** Takes the folder for this process. @throws Problem when a start that is alive has it */
export function claim(dir, port) {
  const record = join(dir, 'run', 'start.json');
  const other = recordedProcess(record);
  if (other && other.pid !== process.pid) {
    const where = `http://localhost:${other.port}`;
    throw new Problem(
      `SeqDB Console already runs from this folder: ${where} (process ${other.pid}). Stop that one first.`,
    );
  }
  recordProcess(record, process.pid, { port });
}

/** Where a running start keeps the application's variables, secrets among them, for commands (scripts/command.mjs). */
export const environmentFile = (dir) => join(dir, 'run', 'environment.json');

/** Families of the application's variables (server/src/platform/config/config.ts), with secrets read from files. */
const ofApplication =
  /^((ACCESSION|AUDIT|DATABASE|DEMO|ENA|FILE|JWT|MAIL|REDIS|S3|SHEET|SMTP|SUBMISSION|TASK|UPLOAD)_.+|WEBIN_CLI|PUBLIC_URL|TRUST_PROXY|LOG_LEVEL|NODE_ENV)$/;

/** What a start was given for the application: a command beside it is to go by the same. */
export const applicationVariables = (env) =>
  Object.fromEntries(Object.entries(env).filter(([name]) => ofApplication.test(name)));

/** Keeps the variables while this process has the folder; only its user can read them. */
export function keepEnvironment(dir, env) {
  writeFileSync(environmentFile(dir), JSON.stringify(env), { mode: 0o600 });
}

/** Gives the folder back, when it is this process that has it. */
export function release(dir) {
  const record = join(dir, 'run', 'start.json');
  if (recordedProcess(record)?.pid !== process.pid) return;
  rmSync(environmentFile(dir), { force: true });
  rmSync(record);
}

/** Ends the programs of the local stack (server/local/child.ts) without asking them. */
export async function killPrograms(dir) {
  const folders = readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const records = folders.map(({ name }) => join(dir, name, 'process.json'));
  await Promise.all(records.map((file) => stopRecorded(file, [['SIGKILL', 5_000]])));
}

/** Removes all data, keeping programs that were fetched (`packages`). Nothing may be running on it. */
export function reset(dir) {
  const location = join(dir, 'postgres', 'location');
  const elsewhere = existsSync(location) ? resolve(readFileSync(location, 'utf8').trim()) : '';
  if (elsewhere.startsWith(SHARED)) rmSync(elsewhere, { recursive: true, force: true });
  const keep = new Set(['packages', 'run']);
  for (const name of existsSync(dir) ? readdirSync(dir) : []) {
    if (!keep.has(name)) rmSync(join(dir, name), { recursive: true, force: true });
  }
}

/** Removes what killed test runs left in a folder: their servers and their data (test/setup/stack.ts). */
export async function removeAbandoned(folder) {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  for (const dir of names.filter((name) => name.startsWith('stack-')).map((name) => join(folder, name))) {
    if (recordedProcess(join(dir, 'run', 'start.json'))) continue;
    await killPrograms(dir);
    remove(dir);
  }
}

/** Removes a data folder on which nothing runs. */
export function remove(dir) {
  reset(dir);
  rmSync(dir, { recursive: true, force: true });
}
