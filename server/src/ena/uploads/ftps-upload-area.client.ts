import { posix } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, FTPError } from 'basic-ftp';
import type { UploadArea } from '../webin/upload-area.ts';
import { type Upload, UploadAreaClient, type UploadOptions } from './upload-area.client.ts';
import { UploadError } from './upload.error.ts';

export type FtpsAccess = UploadArea & {
  username: string;
  password: string;
  /** Certificate (PEM) to trust instead of the usual authorities. */
  ca: string | undefined;
};

/** A connection on which nothing moves for so long is a broken one. */
const silenceMs = 60_000;
const settleMs = 1_000;

/** The upload area by FTP over TLS, as ENA's own programs use it: the file, then its checksum beside it. */
export class FtpsUploadArea extends UploadAreaClient {
  constructor(private readonly access: FtpsAccess) {
    super();
  }

  async put(
    upload: Upload,
    open: (start: number) => Promise<Readable>,
    options: UploadOptions,
  ): Promise<void> {
    const ftp = new Client(silenceMs);
    const close = () => ftp.close();
    options.signal.addEventListener('abort', close, { once: true });
    try {
      options.signal.throwIfAborted();
      await this.enter(ftp);
      await said(() => ftp.ensureDir(`/${posix.dirname(upload.path)}`));
      await this.send(ftp, upload, open, options);
      await this.sendChecksum(ftp, upload);
    } finally {
      options.signal.removeEventListener('abort', close);
      ftp.close();
    }
  }

  private async enter(ftp: Client): Promise<void> {
    const { host, port, isImplicitTls, username, password, ca } = this.access;
    await said(() =>
      ftp.access({
        host,
        port,
        user: username,
        password,
        secure: isImplicitTls ? 'implicit' : true,
        secureOptions: { host, ...(ca !== undefined && { ca }) },
      }),
    );
  }

  private async send(
    ftp: Client,
    { path, size }: Upload,
    open: (start: number) => Promise<Readable>,
    { resume, signal, onProgress }: UploadOptions,
  ): Promise<void> {
    const name = posix.basename(path);
    const there = resume ? await settledSize(ftp, name, signal) : 0;
    if (there === size) return;
    // Longer than it should be: two have written to it. The whole once more.
    const start = there < size ? there : 0;
    ftp.trackProgress(({ bytesOverall }) => onProgress(start + bytesOverall));
    await this.pass(ftp, name, await open(start), start);
    ftp.trackProgress();
    const arrived = await sizeOf(ftp, name);
    if (arrived !== size)
      throw new UploadError('incomplete', `Of ${name} ${arrived} bytes arrived at ENA, and it has ${size}.`);
  }

  private async pass(ftp: Client, name: string, source: Readable, start: number): Promise<void> {
    let broken: unknown;
    source.on('error', (error) => (broken = error));
    try {
      await said(() => (start > 0 ? ftp.appendFrom(source, name) : ftp.uploadFrom(source, name)));
    } catch (error) {
      // Our own store broke off: nothing that ENA's server could be blamed for.
      throw broken ?? error;
    } finally {
      source.destroy();
    }
  }

  private async sendChecksum(ftp: Client, { path, md5 }: Upload): Promise<void> {
    const name = posix.basename(path);
    const line = Buffer.from(`${md5}  ${name}\n`);
    await said(() => ftp.uploadFrom(Readable.from([line]), `${name}.md5`));
    if ((await sizeOf(ftp, `${name}.md5`)) !== line.byteLength)
      throw new UploadError('incomplete', `The checksum of ${name} did not arrive at ENA as it was sent.`);
  }
}

/** What a connection that broke left behind may still be being written: the size counts when it has stopped growing. */
async function settledSize(ftp: Client, name: string, signal: AbortSignal): Promise<number> {
  for (let before = await sizeOf(ftp, name); ;) {
    if (before === 0) return 0;
    await sleep(settleMs, undefined, { signal });
    const now = await sizeOf(ftp, name);
    if (now === before) return now;
    before = now;
  }
}

/** @returns 0 for a file that is not there */
async function sizeOf(ftp: Client, name: string): Promise<number> {
  return said(() => ftp.size(name)).catch((error: unknown) => {
    if (error instanceof UploadError && error.failure === 'refused') return 0;
    throw error;
  });
}

/** Tells what the library's errors mean. */
async function said<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw meant(error);
  }
}

function meant(error: unknown): UploadError {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof FTPError) {
    if (error.code === 530)
      return new UploadError(
        'login',
        `ENA's upload area does not let the Webin account in (${message}): check ENA_USERNAME and ENA_PASSWORD.`,
        error,
      );
    // 4xx: not now; 421 and 426: the connection is being closed.
    const isPassing = error.code >= 400 && error.code < 500;
    return new UploadError(isPassing ? 'connection' : 'refused', `ENA's upload area: ${message}`, error);
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/CERT|SELF_SIGNED|ALTNAME|UNABLE_TO_(?:GET|VERIFY)/.test(code))
    return new UploadError(
      'certificate',
      `The certificate of ENA's upload area is not trusted (${code}): check ENA_UPLOAD_URL, and ENA_UPLOAD_CA where it is a private one.`,
      error,
    );
  return new UploadError('connection', `The connection to ENA's upload area failed: ${message}`, error);
}
