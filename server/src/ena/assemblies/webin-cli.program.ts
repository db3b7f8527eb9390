import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Assembly } from './assembly.ts';

export type CliAccount = {
  username: string;
  password: string;
  centerName: string | undefined;
  /** false only where it goes to production. */
  isTest: boolean;
};

/** What a run of Webin-CLI left. */
export type CliRun = {
  /** 0 done, 1 its own or ENA's fault, 2 and 3 the manifest's or the files' (webin-cli, WebinCliCommand); null: killed. */
  exitCode: number | null;
  /** As ENA answered, when it came to that. */
  receipt: Buffer | null;
  /** What the program wrote and reported, the end of it. */
  report: string;
};

/** The program is not where it should be, or must not be run. */
export class NotStarted extends Error {}

/** The largest assemblies take hours to be checked and sent. */
const longestMs = 12 * 3_600_000;
const mostReport = 200_000;
const passwordVariable = 'WEBIN_CLI_PASSWORD';
const usualPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * ENA's own program for assemblies, as a child process. It reads files from a folder, so they are laid into one that is
 * gone afterwards; it gets the password in a variable, and no other variable of ours.
 */
export class WebinCliProgram {
  /** @param program its path; a `.jar` is started with `java` */
  constructor(
    private readonly program: string,
    private readonly account: CliAccount,
  ) {}

  /** @param open gives the bytes of a file @throws NotStarted; Error when it was called off */
  async run(
    assembly: Assembly,
    manifest: Uint8Array,
    open: (fileId: string) => Promise<Readable>,
    signal: AbortSignal,
  ): Promise<CliRun> {
    const folder = await mkdtemp(join(tmpdir(), 'seqdb-assembly-'));
    try {
      const [input, output] = [join(folder, 'in'), join(folder, 'out')];
      await mkdir(input);
      await mkdir(output);
      const manifestFile = join(folder, 'manifest.txt');
      await writeFile(manifestFile, manifest);
      for (const { fileId, name } of assembly.files)
        await pipeline(await open(fileId), createWriteStream(join(input, name)), { signal });
      const { exitCode, said } = await this.start(assembly, { manifestFile, input, output }, signal);
      const results = join(output, assembly.context, assembly.name);
      const receipt = await readIfThere(join(results, 'submit', 'receipt.xml'));
      const reports = await Promise.all(
        [
          join(output, 'webin-cli.report'),
          join(output, 'manifest.txt.report'),
          join(results, 'validate', 'webin-cli.report'),
          ...assembly.files.map(({ name }) => join(results, 'validate', `${name}.report`)),
        ].map(readIfThere),
      );
      const report = [said, ...reports.map((text) => text?.toString('utf8') ?? '')]
        .filter(Boolean)
        .join('\n');
      return { exitCode, receipt, report: report.slice(-mostReport) };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  private start(
    { context }: Assembly,
    at: { manifestFile: string; input: string; output: string },
    signal: AbortSignal,
  ): Promise<{ exitCode: number | null; said: string }> {
    const { username, password, centerName, isTest } = this.account;
    const options = [
      '-context',
      context,
      '-manifest',
      at.manifestFile,
      '-inputDir',
      at.input,
      '-outputDir',
      at.output,
      '-userName',
      username,
      '-passwordEnv',
      passwordVariable,
      ...(centerName === undefined ? [] : ['-centerName', centerName]),
      ...(isTest ? ['-test'] : []),
      '-submit',
    ];
    const isJar = this.program.endsWith('.jar');
    const command = isJar ? 'java' : this.program;
    const child = spawn(command, isJar ? ['-jar', this.program, ...options] : options, {
      cwd: at.output,
      env: { PATH: usualPath, HOME: at.output, [passwordVariable]: password },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: longestMs,
      killSignal: 'SIGKILL',
      signal,
    });
    let said = '';
    const hear = (piece: Buffer) => (said = (said + piece.toString('utf8')).slice(-mostReport));
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    return new Promise((resolve, reject) => {
      child.once('error', (error) => reject(child.pid === undefined ? new NotStarted(error.message) : error));
      child.once('close', (exitCode) => resolve({ exitCode, said }));
    });
  }
}

async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
