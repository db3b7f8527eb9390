// What the start and test scripts rest on: knowing one's own processes, and ports that stay.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { applicationVariables } from '../scripts/lib/local-data.mjs';
import { nodeFlags, nodeVariables } from '../scripts/lib/node-flags.mjs';
import { isPortFree, stablePort } from '../scripts/lib/ports.mjs';
import { processStamp, recordedProcess, recordProcess, stopRecorded } from '../scripts/lib/processes.mjs';
import { environment } from '../server/src/platform/config/config.ts';

const dir = mkdtempSync(join(tmpdir(), 'scripts-'));
const record = join(dir, 'process.json');
const started: ChildProcess[] = [];
afterAll(() => rmSync(dir, { recursive: true }));
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

function sleeper(script = 'setInterval(() => {}, 1000)'): number {
  const child = spawn(process.execPath, ['-e', `${script}; console.log('up')`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  started.push(child);
  return child.pid ?? 0;
}
const isUp = () => once(started.at(-1)?.stdout ?? process.stdin, 'data');

describe('a record of a process', () => {
  it('names it as long as it runs', async () => {
    recordProcess(record, sleeper(), { port: 3000 });
    await isUp();
    expect(recordedProcess(record)).toMatchObject({ port: 3000 });
    expect(await stopRecorded(record)).toBe(true);
    expect(recordedProcess(record)).toBeNull();
    expect(await stopRecorded(record)).toBe(false);
  });

  it('does not name another process that was given the same number', async () => {
    const pid = sleeper();
    await isUp();
    recordProcess(record, pid);
    const noted = JSON.parse(readFileSync(record, 'utf8')) as { stamp: string };
    writeFileSync(record, JSON.stringify({ ...noted, stamp: `${noted.stamp}0` }));
    expect(recordedProcess(record)).toBeNull();
    expect(await stopRecorded(record)).toBe(false);
    expect(processStamp(pid)).not.toBeNull();
  });

  it('names nobody when it cannot be read', () => {
    for (const content of ['', '{"pid":', 'null', '{}', '{"pid":"1","stamp":"x"}', '{"pid":1}']) {
      writeFileSync(record, content);
      expect(recordedProcess(record)).toBeNull();
    }
  });

  it('is enough to end one that takes no notice of a polite request', async () => {
    recordProcess(record, sleeper(`process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)`));
    await isUp();
    const steps = [
      ['SIGTERM', 200],
      ['SIGKILL', 5000],
    ] as const;
    expect(await stopRecorded(record, steps)).toBe(true);
    expect(processStamp(started[0]?.pid ?? 0)).toBeNull();
  });
});

describe('a service', () => {
  it('keeps its port over a restart, and moves on when somebody took it', async () => {
    const service = join(dir, 'service');
    const port = await stablePort(service);
    expect(await stablePort(service)).toBe(port);
    const thief = createServer().listen(port, '127.0.0.1');
    await once(thief, 'listening');
    const other = await stablePort(service);
    expect(other).not.toBe(port);
    thief.close();
    await once(thief, 'close');
    expect(await stablePort(service)).toBe(other);
  });

  it('shares its port with no other that is starting, and reads no nonsense', async () => {
    const [one, two] = [join(dir, 'one'), join(dir, 'two')];
    const port = await stablePort(one);
    await stablePort(two);
    writeFileSync(join(two, 'port'), String(port));
    expect(await stablePort(two)).not.toBe(port);
    writeFileSync(join(two, 'port'), '99999999');
    expect(await stablePort(two)).toBeLessThan(65_536);
  });

  it('sees a port that is taken on every address', async () => {
    const server = createServer().listen(0, '0.0.0.0');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    expect(await isPortFree(port)).toBe(false);
    server.close();
    await once(server, 'close');
    expect(await isPortFree(port)).toBe(true);
  });
});

it('starts the processes in containers as it starts them here', () => {
  const docker = (name: string) => readFileSync(join(import.meta.dirname, '..', 'docker', name), 'utf8');
  const variables = Object.entries(nodeVariables.api).map(([name, value]) => `${name}=${value}`);
  const api = ['env', ...variables, 'node', ...nodeFlags.api, 'dist/server/src/main.js'];
  expect(docker('Dockerfile')).toContain(`CMD [${api.map((word) => `"${word}"`).join(', ')}]`);
  expect(nodeVariables.worker).toEqual({});
  expect(docker('compose.yaml')).toContain(
    `command: [node, ${nodeFlags.worker.join(', ')}, dist/server/src/worker.js]`,
  );
});

describe('the compose file', () => {
  const text = readFileSync(join(import.meta.dirname, '..', 'docker', 'compose.yaml'), 'utf8');
  /** `NAME: value` under `environment`, from a line on up to the next that is not indented as deeply. */
  const variablesAfter = (start: string): Record<string, string> => {
    const [, block = ''] = text.slice(text.indexOf(start)).split(/\n +environment:.*\n/);
    const lines = block.split('\n');
    const depth = /^ */.exec(lines[0] ?? '')?.[0].length ?? 0;
    const end = lines.findIndex((line) => (/^ */.exec(line)?.[0].length ?? 0) < depth);
    const all = lines.slice(0, end).map((line) => /^ *([A-Z_\d]+): (.*)$/.exec(line));
    return Object.fromEntries(all.flatMap((found) => (found ? [[found[1], found[2]]] : [])));
  };
  const shared = variablesAfter('\nx-application:');
  const own = { migrate: variablesAfter('\n  migrate:'), worker: variablesAfter('\n  worker:') };
  /** Where each variable stands that does not reach all processes. */
  const elsewhere: Readonly<Record<string, string>> = {
    HOST: 'the image sets it',
    PORT: 'the image sets it; here it is the port of the machine',
    DATABASE_MIGRATION_URL: 'migrate alone owns the schema',
    DATABASE_SEALER_URL: 'the worker alone seals',
    AUDIT_SIGNING_KEY: 'the worker alone signs heads',
    AUDIT_PREVIOUS_SIGNING_KEY: 'the worker alone signs heads',
    TASK_PACE: 'for tests; production refuses another than 1',
  };
  const names = Object.keys(environment.shape);

  it('lets every setting be made', () => {
    expect(names.filter((name) => !(name in shared) && !(name in elsewhere))).toEqual([]);
    // Each takes its value from the variable of that name.
    const all = Object.entries({ ...shared, ...own.migrate, ...own.worker });
    expect(all.filter(([name, value]) => !value.startsWith(`\${${name}:`))).toEqual([]);
    expect(all.filter(([name]) => !names.includes(name))).toEqual([]);
  });

  it('keeps what is one process alone from the others', () => {
    expect(Object.keys(own.migrate)).toEqual(['DATABASE_MIGRATION_URL']);
    expect(Object.keys(own.worker).toSorted()).toEqual([
      'AUDIT_PREVIOUS_SIGNING_KEY',
      'AUDIT_SIGNING_KEY',
      'DATABASE_SEALER_URL',
    ]);
    expect(Object.keys(shared).filter((name) => name in { ...own.migrate, ...own.worker })).toEqual([]);
  });

  it('makes every bucket that it names', () => {
    for (const name of ['S3_HOT_BUCKET', 'AUDIT_HEADS_BUCKET', 'AUDIT_EXPORT_BUCKET'])
      expect(text).toMatch(new RegExp(`\n +mc mb [a-z -]*store/${escaped(shared[name] ?? 'none')}\n`));
  });
});

const escaped = (value: string) => value.replaceAll(/[$^{}]/g, '\\$&');

it('keeps for commands every variable that a start was given for the application, and no other', () => {
  const names = Object.keys(environment.shape).filter((name) => name !== 'HOST' && name !== 'PORT');
  const given = Object.fromEntries([...names, 'AUDIT_SIGNING_KEY_FILE'].map((name) => [name, 'x']));
  expect(names).toContain('AUDIT_RETENTION_MONTHS');
  expect(applicationVariables({ ...given, PATH: 'x', HOME: 'x', HOST: 'x', PORT: '1' })).toEqual(given);
});
