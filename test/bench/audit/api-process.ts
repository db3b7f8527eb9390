// The API as it is built, in a process of its own, and downloads from it.
import { type ChildProcess, execFileSync, fork, spawn } from 'node:child_process';
import { join } from 'node:path';
import { nodeFlags, nodeVariables } from '../../../scripts/lib/node-flags.mjs';
import { type AuditRig, auditor } from './rig.ts';

type Told = { url?: string; rss?: number };

export class ApiProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly url: string,
    private readonly token: string,
  ) {}

  static async start(rig: AuditRig): Promise<ApiProcess> {
    const build = built();
    const flags = nodeFlags.api.map((flag) => flag.replace('./dist', build));
    const child = fork(join(import.meta.dirname, 'api.mjs'), [build], {
      env: { ...process.env, ...nodeVariables.api, ...rig.apiEnv() },
      execArgv: flags,
    });
    const url = `${(await told(child)).url}/api/v1`;
    return new ApiProcess(child, url, await signIn(url));
  }

  /** @returns bytes: at the beginning what it takes now, at the end the most it took since */
  async memory(when: 'begin' | 'end'): Promise<number> {
    const answer = told(this.child);
    if (this.child.connected) this.child.send(when);
    return (await answer).rss ?? 0;
  }

  /** In a process of its own, so that this one's memory is the server's. */
  async download(path: string, to: string): Promise<void> {
    const child = spawn(process.execPath, ['-e', program, `${this.url}/${path}`, this.token, to], {
      stdio: 'inherit',
    });
    const code = await new Promise((resolve) => {
      child.once('exit', resolve);
    });
    if (code !== 0) throw new Error('the export was not downloaded');
  }

  stop(): void {
    this.child.kill();
  }
}

const program = `const { createWriteStream } = require('node:fs');
  require('node:http').get(process.argv[1], { headers: { authorization: 'Bearer ' + process.argv[2] } }, (answer) => {
    if (answer.statusCode !== 200) process.exit(1);
    answer.pipe(createWriteStream(process.argv[3]));
  });`;

/** @throws Error when the child ends instead of telling anything */
const told = (child: ChildProcess) =>
  new Promise<Told>((resolve, reject) => {
    const ended = (code: number | null, signal: string | null) =>
      reject(new Error(`the API ended by itself: ${signal ?? `exit code ${code}`}`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message as Told);
    });
    // A child that ended before it was asked anything tells nobody again.
    if (child.exitCode !== null || child.signalCode !== null) ended(child.exitCode, child.signalCode);
  });

/** Compiles the server as for production. @returns the folder; it lies in the repository, for the sake of its packages */
function built(): string {
  const root = join(import.meta.dirname, '..', '..', '..');
  const out = join(root, '.test', 'bench-build');
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  execFileSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.build.json'), '--outDir', out], {
    stdio: 'inherit',
  });
  return out;
}

async function signIn(url: string): Promise<string> {
  const login = await fetch(`${url}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(auditor),
  });
  return ((await login.json()) as { accessToken: string }).accessToken;
}
