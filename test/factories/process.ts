import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

/** Compiles the server for one spec file, into a folder of its own below `.test`. */
export function useBuild(): { folder: string } {
  const build = { folder: '' };
  beforeAll(async () => {
    mkdirSync(join(root, '.test'), { recursive: true });
    build.folder = mkdtempSync(join(root, '.test', 'build-'));
    const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    await promisify(execFile)(
      process.execPath,
      [compiler, '-p', 'tsconfig.build.json', '--outDir', build.folder, '--sourceMap', 'false'],
      { cwd: root },
    );
  });
  afterAll(() => rmSync(build.folder, { recursive: true, force: true }));
  return build;
}

/** A program of the product as the system runs it. */
export class Program {
  out = '';
  err = '';
  readonly ended: Promise<{ code: number | null; signal: string | null }>;
  private readonly child: ChildProcess;

  /** @param env its whole environment: nothing of ours reaches it */
  constructor(folder: string, name: string, env: Record<string, string>) {
    this.child = spawn(process.execPath, [join(folder, 'server', 'src', `${name}.js`)], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.out += text;
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.err += text;
    });
    this.ended = new Promise((resolve) => {
      this.child.once('close', (code, signal) => resolve({ code, signal }));
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Each line of its log. @throws SyntaxError when one is no JSON */
  get log(): Record<string, unknown>[] {
    return this.out
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}
