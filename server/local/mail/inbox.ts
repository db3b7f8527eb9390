// Messages that were sent, as .eml files, newest first. The envelope (who it was really for, BCC included) goes in front
// of the message as the headers that a delivering server adds.
import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';
import { writeWhole } from '../kept.ts';

export interface Envelope {
  from: string;
  to: string[];
}

export interface Summary {
  id: string;
  /** ISO 8601, UTC. */
  receivedAt: string;
  from: string;
  /** Every recipient of the envelope. */
  to: string[];
  subject: string;
}

export interface Message extends Summary {
  text: string;
  html: string | null;
  headers: Record<string, string>;
  attachments: { filename: string | null; mimeType: string; size: number }[];
}

/** Older messages are removed beyond this many. */
const KEPT = 500;

export class Inbox {
  readonly #folder: string;
  #summaries: Summary[] = [];

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /** Reads what earlier starts received. */
  async load(): Promise<void> {
    const ids = readdirSync(this.#folder).filter((name) => name.endsWith('.eml'));
    const messages = await Promise.all(ids.map((name) => this.find(name.slice(0, -4))));
    this.#summaries = messages.filter((message) => message !== undefined).map(summaryOf);
    this.#summaries.sort((a, b) => b.receivedAt.localeCompare(a.receivedAt));
  }

  async add(envelope: Envelope, source: Buffer): Promise<Summary> {
    const receivedAt = new Date().toISOString();
    const id = `${receivedAt.replaceAll(/[-:.]/g, '')}-${randomUUID().slice(0, 8)}`;
    const trace = [
      `Return-Path: <${envelope.from}>`,
      ...envelope.to.map((address) => `Delivered-To: ${address}`),
      `X-Received-At: ${receivedAt}`,
    ];
    writeWhole(
      this.#file(id),
      Buffer.concat([Buffer.from(trace.map((line) => `${line}\r\n`).join('')), source]),
    );
    const message = await this.find(id);
    if (!message) throw new Error(`the message ${id} was removed while it arrived`);
    const summary = summaryOf(message);
    this.#summaries.unshift(summary);
    for (const old of this.#summaries.splice(KEPT)) rmSync(this.#file(old.id), { force: true });
    return summary;
  }

  /** @param to only what went to this address; the case of letters does not count */
  list(to?: string): Summary[] {
    const wanted = to?.toLowerCase();
    return this.#summaries.filter(
      (each) => !wanted || each.to.some((address) => address.toLowerCase() === wanted),
    );
  }

  async find(id: string): Promise<Message | undefined> {
    const source = this.source(id);
    return source && messageOf(id, await PostalMime.parse(source));
  }

  /** @returns the message as it came, with the envelope's headers in front */
  source(id: string): Buffer | undefined {
    if (!/^[\w-]+$/.test(id)) return undefined;
    try {
      return readFileSync(this.#file(id));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  clear(): void {
    for (const { id } of this.#summaries.splice(0)) rmSync(this.#file(id), { force: true });
  }

  #file(id: string): string {
    return join(this.#folder, `${id}.eml`);
  }
}

function messageOf(id: string, email: Email): Message {
  const values = (key: string) =>
    email.headers.filter((header) => header.key === key).map((header) => header.value);
  return {
    id,
    receivedAt: values('x-received-at')[0] ?? '',
    from: email.from?.address ?? '',
    to: values('delivered-to'),
    subject: email.subject ?? '',
    text: email.text ?? '',
    html: email.html ?? null,
    headers: Object.fromEntries(email.headers.map((header) => [header.key, header.value])),
    attachments: email.attachments.map(({ filename, mimeType, content }) => ({
      filename,
      mimeType,
      size: typeof content === 'string' ? content.length : content.byteLength,
    })),
  };
}

function summaryOf({ id, receivedAt, from, to, subject }: Message): Summary {
  return { id, receivedAt, from, to, subject };
}
