// What the specs of the sandbox share: one of their own in a folder of its own, and short ways to talk to it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { actions } from '../../../test/factories/webin-xml.ts';
import type { Receipt } from '../../src/ena/webin/receipt.ts';
import { readReceipt } from '../../src/ena/webin/receipt.reader.ts';
import type { WebinOptions, WebinService } from '../webin.ts';
import { startWebin } from '../webin.ts';

export const day = (months: number): string => {
  const date = new Date();
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.toISOString().slice(0, 10);
};
export const HOLD_DATE = day(6);
export const ADD = actions('<ADD/>', `<HOLD HoldUntilDate="${HOLD_DATE}"/>`);

export interface ListedObject {
  readonly type: string;
  readonly alias: string;
  readonly accession: string;
  readonly external: { readonly accession: string } | null;
  readonly status: string;
  readonly submission: string;
  readonly registered: number;
}

export class Trial {
  readonly dir = mkdtempSync(join(tmpdir(), 'webin-'));
  readonly #options: Partial<WebinOptions>;
  #service: WebinService | undefined;

  constructor(options: Partial<WebinOptions> = {}) {
    this.#options = { queueDelayMs: 1, ...options };
  }

  get service(): WebinService {
    if (!this.#service) throw new Error('the sandbox is not started');
    return this.#service;
  }

  async start(): Promise<void> {
    this.#service = await startWebin({ ...this.#options, dir: this.dir, log: () => undefined });
  }

  async stop(): Promise<void> {
    await this.#service?.stop();
    this.#service = undefined;
  }

  async end(): Promise<void> {
    await this.stop();
    rmSync(this.dir, { recursive: true });
  }

  get authorization(): string {
    const { ENA_USERNAME, ENA_PASSWORD } = this.service.env;
    return `Basic ${Buffer.from(`${ENA_USERNAME}:${ENA_PASSWORD}`).toString('base64')}`;
  }

  /** @param path under `/ena/submit` */
  async call(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { Authorization: this.authorization, ...(init.headers as Record<string, string>) };
    return fetch(`${this.service.url}/ena/submit/${path}`, { ...init, headers });
  }

  async text(submission: string, objects = ''): Promise<string> {
    const response = await this.call('webin-v2/submit', {
      method: 'POST',
      body: `<WEBIN>${submission}${objects}</WEBIN>`,
      headers: { 'Content-Type': 'application/xml' },
    });
    return response.text();
  }

  /** Sends a v2 document and reads the receipt. */
  async v2(submission: string, objects = ''): Promise<Receipt> {
    return readReceipt(Buffer.from(await this.text(submission, objects)));
  }

  /** @returns the accessions of what is added */
  async added(objects: string, submission = ADD): Promise<string[]> {
    const receipt = await this.v2(submission, objects);
    if (!receipt.success) throw new Error(receipt.errors.join('\n'));
    return receipt.objects.map(({ accession }) => accession ?? '');
  }

  async report(path: string): Promise<Record<string, unknown>[]> {
    const response = await this.call(`report/${path}`);
    const rows = (await response.json()) as { report: Record<string, unknown>; links: unknown[] }[];
    return rows.map(({ report }) => report);
  }

  async control(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.service.url}/_control/${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (response.status !== 200) throw new Error(await response.text());
    return response.json();
  }

  async objects(): Promise<ListedObject[]> {
    return (await this.control('GET', 'objects')) as ListedObject[];
  }

  async object(accession: string): Promise<ListedObject | undefined> {
    return (await this.objects()).find((object) => object.accession === accession);
  }
}

export const experiment = (
  alias: string,
  { study = 'refname="p"', sample = 'refname="s"', strategy = 'WGS', model = 'Illumina MiSeq' } = {},
): string =>
  `<EXPERIMENT alias="${alias}"><TITLE>Reads</TITLE><STUDY_REF ${study}/><DESIGN><DESIGN_DESCRIPTION/><SAMPLE_DESCRIPTOR ${sample}/><LIBRARY_DESCRIPTOR><LIBRARY_NAME>l</LIBRARY_NAME><LIBRARY_STRATEGY>${strategy}</LIBRARY_STRATEGY><LIBRARY_SOURCE>GENOMIC</LIBRARY_SOURCE><LIBRARY_SELECTION>RANDOM</LIBRARY_SELECTION><LIBRARY_LAYOUT><PAIRED NOMINAL_LENGTH="300"/></LIBRARY_LAYOUT></LIBRARY_DESCRIPTOR></DESIGN><PLATFORM><ILLUMINA><INSTRUMENT_MODEL>${model}</INSTRUMENT_MODEL></ILLUMINA></PLATFORM></EXPERIMENT>`;

export const file = (name: string, md5: string, type = 'fastq'): string =>
  `<FILE filename="${name}" filetype="${type}" checksum_method="MD5" checksum="${md5}"/>`;

export const run = (alias: string, files: string, experimentRef = 'refname="e"'): string =>
  `<RUN alias="${alias}"><EXPERIMENT_REF ${experimentRef}/><DATA_BLOCK><FILES>${files}</FILES></DATA_BLOCK></RUN>`;

export const analysis = (
  alias: string,
  files: string,
  {
    refs = '<STUDY_REF refname="p"/><SAMPLE_REF refname="s"/>',
    type = '<SEQUENCE_VARIATION><EXPERIMENT_TYPE>Whole genome sequencing</EXPERIMENT_TYPE></SEQUENCE_VARIATION>',
  } = {},
): string =>
  `<ANALYSIS alias="${alias}"><TITLE>Variants</TITLE><DESCRIPTION>Called</DESCRIPTION>${refs}<ANALYSIS_TYPE>${type}</ANALYSIS_TYPE><FILES>${files}</FILES></ANALYSIS>`;

export const set = (type: string, ...xml: string[]): string => `<${type}_SET>${xml.join('')}</${type}_SET>`;
