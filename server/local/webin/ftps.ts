// The upload area: FTP with explicit TLS (AUTH TLS), as at ENA; a password never goes over an open connection.
import type { EventEmitter } from 'node:events';
import { createWriteStream, mkdirSync, statSync, truncateSync } from 'node:fs';
import type { Socket } from 'node:net';
import { basename, dirname, join, posix } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import type { FtpConnection } from 'ftp-srv';
import { FileSystem, FtpSrv } from 'ftp-srv';
import type { WebinAccount } from './account.ts';
import { isPassword } from './account.ts';
import type { Certificate } from './certificate.ts';
import type { Faults } from './faults.ts';

export interface UploadServer {
  stop(): Promise<void>;
}

const SILENT = {
  child: () => SILENT,
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

export async function startUploads(
  port: number,
  folder: string,
  account: WebinAccount,
  certificate: Certificate,
  faults: Faults,
): Promise<UploadServer> {
  const signals = ['SIGTERM', 'SIGINT', 'SIGQUIT'] as const;
  const before = new Map(signals.map((signal) => [signal, process.listeners(signal)]));
  const server = new FtpSrv({
    url: `ftp://127.0.0.1:${port}`,
    pasv_url: '127.0.0.1',
    tls: { key: certificate.key, cert: certificate.cert },
    greeting: 'SeqDB sandbox of the Webin upload area',
    log: SILENT,
  });
  // The library would end the whole process on these.
  for (const signal of signals)
    for (const listener of process.listeners(signal))
      if (!before.get(signal)?.includes(listener)) process.off(signal, listener);
  server.on('login', ({ connection, username, password }, accept, refuse) => {
    const fault = faults.takeForRequest('upload', ['unauthorized', 'forbidden']);
    if (!connection.secure) refuse(new Error('Use AUTH TLS first'));
    else if (fault || !isPassword(username, password, account)) refuse(new Error('Login incorrect'));
    else accept({ fs: new AccountFolder(connection, folder, faults) });
  });
  server.on('client-error', () => undefined); // a client that hung up
  const secureContext = createSecureContext({ key: certificate.key, cert: certificate.cert });
  (server as EventEmitter).on('connect', ({ connection }: { connection: Insides }) =>
    beginTlsAtOnce(connection, secureContext),
  );
  await server.listen();
  return {
    async stop() {
      await server.close();
    },
  };
}

/** What the library does not say of its connections. */
type Insides = {
  commandSocket: Socket;
  commands: { handle(line: string): unknown };
  secure: boolean;
};

const passedOn = ['data', 'timeout', 'end', 'close', 'drain', 'error'] as const;

/**
 * The library answers AUTH TLS and begins TLS some turns of the event loop later. A handshake that comes in between it
 * reads as commands and answers in the clear: "wrong version number" at the client, one in six of a quick client's
 * connections. Here both happen in one turn.
 */
function beginTlsAtOnce(connection: Insides, secureContext: SecureContext): void {
  const { commands, commandSocket: open } = connection;
  const handle = commands.handle.bind(commands);
  commands.handle = (line) => {
    if (connection.secure || !/^AUTH +TLS$/i.test(line.trim())) return handle(line);
    open.write('234 Go on with TLS\r\n');
    const secured = new TLSSocket(open, { isServer: true, secureContext });
    // The library listens to the socket that it was given.
    for (const event of passedOn) secured.on(event, (...given: unknown[]) => open.emit(event, ...given));
    connection.commandSocket = secured;
    connection.secure = true;
    return undefined;
  };
}

/** The account's folder. What came before a connection broke stays, so that the rest can follow (REST, APPE). */
class AccountFolder extends FileSystem {
  readonly #faults: Faults;

  constructor(connection: FtpConnection, folder: string, faults: Faults) {
    super(connection, { root: folder, cwd: '/' });
    this.#faults = faults;
  }

  override write(name: string, { append = false, start = 0 }: { append?: boolean; start?: number } = {}) {
    const fault = this.#faults.takeForRequest('upload', ['error_before', 'disconnect_after']);
    if (fault?.kind === 'error_before') throw new Error('Could not create file.');
    const path = this.#path(name);
    mkdirSync(dirname(path), { recursive: true });
    const bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (start > bytes) throw new Error('Restart is behind the end of the file.');
    if (start > 0 && !append) truncateSync(path, start);
    const stream = createWriteStream(
      path,
      append ? { flags: 'a' } : { flags: start > 0 ? 'r+' : 'w', start },
    );
    stream.once('close', () => stream.end());
    if (fault) this.#breakOff(stream);
    return { stream, clientPath: `/${basename(name)}` };
  }

  /** After the first piece; what has been written is there. */
  #breakOff(stream: Writable): void {
    stream.once('pipe', (source: Readable) => {
      source.once('data', () => setImmediate(() => void this.connection.close(421, 0)));
    });
  }

  /** Nothing leads out of the folder: `..` ends at its top. */
  #path(name: string): string {
    return join(this.root, posix.resolve('/', this.cwd, name.replaceAll('\\', '/')));
  }
}
