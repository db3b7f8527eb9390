import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { startWebin, type WebinService } from '../../server/local/webin.ts';
import { addFaults } from './webin.ts';

export type SandboxObject = {
  type: string;
  alias: string;
  accession: string;
  external: { accession: string; type: string } | null;
};

/** A Webin sandbox of one spec file: aliases are for ever there, and each file mints the same accessions anew. */
export class OwnSandbox {
  private service: WebinService | undefined;
  private readonly folder = mkdtempSync(join(tmpdir(), 'webin-'));

  constructor(private readonly settings: Partial<Parameters<typeof startWebin>[0]> = {}) {}

  /** Starts it; answers the variables that lead the application to it. */
  async start(): Promise<Record<string, string>> {
    const own = { dir: this.folder, log: () => undefined, queueDelayMs: 50 };
    this.service = await startWebin({ ...own, ...this.settings });
    return this.service.env;
  }

  async stop(): Promise<void> {
    await this.service?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get running(): WebinService {
    if (!this.service) throw new Error('the sandbox is not started');
    return this.service;
  }

  /** What is registered there. */
  async objects(): Promise<SandboxObject[]> {
    const response = await fetch(`${this.running.url}/_control/objects`);
    return (await response.json()) as SandboxObject[];
  }

  /** The folder of what was uploaded by FTP. */
  get uploads(): string {
    return join(this.folder, 'upload', this.running.env.ENA_USERNAME ?? '');
  }

  /** How often each endpoint was asked, but for polls and logins. */
  async requests(): Promise<{ endpoint: string; sha256: string; status: number | null }[]> {
    const response = await fetch(`${this.running.url}/_control/requests`);
    return (await response.json()) as { endpoint: string; sha256: string; status: number | null }[];
  }

  /** See server/local/webin/faults.ts. */
  fail(...faults: object[]): Promise<void> {
    return addFaults(this.running, ...faults);
  }

  async heal(): Promise<void> {
    await fetch(`${this.running.url}/_control/faults`, { method: 'DELETE' });
  }
}

/** So long that a spec has nothing of ENA's reports in its change log. */
export const noReports = { reportDelayMs: 86_400_000 };

/** Call at the top of a spec file and give `start` to `useApp` as part of `env`. */
export function useSandbox(settings: ConstructorParameters<typeof OwnSandbox>[0] = {}): OwnSandbox {
  const sandbox = new OwnSandbox(settings);
  afterAll(() => sandbox.stop());
  return sandbox;
}
