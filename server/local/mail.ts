// A mail catcher for `npm start` and the tests: takes all mail over SMTP, delivers none, and shows it on a page and as
// JSON (`/messages`, `/messages?to=…`, `/messages/<id>`). Listens on 127.0.0.1 only.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { callbackify } from 'node:util';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { stablePort } from '../../scripts/lib/ports.mjs';
import type { LocalOptions, LocalService } from './local-service.ts';
import { Inbox } from './mail/inbox.ts';
import { CONTENT_SECURITY_POLICY, listPage, messagePage } from './mail/pages.ts';
import { runAlone } from './run-alone.ts';

export interface MailService extends LocalService {
  /** Where the mail is read. */
  url: string;
}

const LARGEST = 25 << 20;

/** @param options `port` is the port of SMTP; the pages take another, remembered in `<dir>/web` */
export async function startMail(options: LocalOptions): Promise<MailService> {
  const { dir, log } = options;
  const inbox = new Inbox(join(dir, 'messages'));
  await inbox.load();
  const smtpPort = options.port ?? (await stablePort(dir));
  const webPort = await stablePort(join(dir, 'web'));
  const smtp = smtpServer(inbox, log);
  const web = createServer((request, response) => void answer(inbox, webPort, request, response));
  await Promise.all([listen(smtp.server as unknown as Server, smtpPort), listen(web, webPort)]);
  const url = `http://127.0.0.1:${webPort}`;
  return {
    name: 'mail',
    url,
    env: { SMTP_URL: `smtp://127.0.0.1:${smtpPort}` },
    describe: `Mail catcher at ${url}`,
    async stop() {
      web.closeAllConnections();
      await Promise.all([
        new Promise<void>((resolve) => smtp.close(resolve)),
        new Promise<void>((resolve) => web.close(() => resolve())),
      ]);
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
}

function smtpServer(inbox: Inbox, log: (line: string) => void): SMTPServer {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    size: LARGEST,
    closeTimeout: 2000,
    onAuth: (auth, _session, done) => done(null, { user: auth.username }),
    onData: callbackify((stream: SMTPServerDataStream, session: SMTPServerSession) =>
      receive(inbox, stream, session),
    ),
  });
  server.on('error', (error) => log(`Mail catcher: ${error.message}`)); // a client that hung up, mostly
  return server;
}

async function receive(
  inbox: Inbox,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
): Promise<void> {
  const source = await buffer(stream);
  if (stream.sizeExceeded) {
    throw Object.assign(new Error(`Messages are limited to ${LARGEST} bytes`), { responseCode: 552 });
  }
  const { mailFrom, rcptTo } = session.envelope;
  await inbox.add(
    { from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address) },
    source,
  );
}

interface Reply {
  status?: number;
  type: string;
  body: string | Buffer;
}

async function answer(
  inbox: Inbox,
  port: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const reply = await route(inbox, port, request).catch((error: unknown) => text(500, String(error)));
  response.writeHead(reply.status ?? 200, {
    'content-type': reply.type,
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    connection: 'close',
  });
  response.end(reply.body);
}

const text = (status: number, body: string): Reply => ({ status, type: 'text/plain; charset=utf-8', body });
const html = (body: string): Reply => ({ type: 'text/html; charset=utf-8', body });
const json = (value: unknown): Reply => ({ type: 'application/json', body: JSON.stringify(value) });

async function route(inbox: Inbox, port: number, request: IncomingMessage): Promise<Reply> {
  // Another name that leads here would let a stranger's page read the mail (DNS rebinding).
  if (![`127.0.0.1:${port}`, `localhost:${port}`].includes(request.headers.host ?? ''))
    return text(421, 'Wrong host');
  const url = new URL(request.url ?? '/', `http://127.0.0.1:${port}`);
  const [, area, id, part] = url.pathname.split('/').map(decodeURIComponent);
  if (request.method === 'DELETE' && area === 'messages' && !id) {
    inbox.clear();
    return text(200, 'All mail removed');
  }
  if (request.method !== 'GET') return text(405, 'GET or DELETE /messages');
  if (area === '') return html(listPage(inbox.list()));
  if (area === 'messages' && !id) return json(inbox.list(url.searchParams.get('to') ?? undefined));
  const message = id ? await inbox.find(id) : undefined;
  if (!message) return text(404, 'No such message');
  if (area === 'mail') return html(messagePage(message));
  if (area === 'messages' && part === 'source') return text(200, String(inbox.source(message.id)));
  return area === 'messages' ? json(message) : text(404, 'No such page');
}

if (import.meta.main) await runAlone('mail', startMail);
