// Webin, ENA's submission service, as far as the console uses it: for `npm start`, demonstrations and tests. Speaks the
// real protocol on 127.0.0.1, keeps what was registered in its folder, and fails on demand (POST /_control/faults).
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { stablePort } from '../../scripts/lib/ports.mjs';
import type { LocalOptions, LocalService } from './local-service.ts';
import { keptSecret } from './kept.ts';
import { runAlone } from './run-alone.ts';
import { errorAnswer, write } from './webin/answer.ts';
import { controlAnswer } from './webin/control.ts';
import { Faults } from './webin/faults.ts';
import { respond } from './webin/misbehaviour.ts';
import { readBody, RefusedRequestError } from './webin/request-body.ts';
import type { Webin } from './webin/routes.ts';
import { answerOf, routeOf } from './webin/routes.ts';
import { WebinStore } from './webin/store.ts';
import { SubmissionQueue } from './webin/submission-queue.ts';

export interface WebinOptions extends LocalOptions {
  /** How long a queued submission stays pending, in milliseconds. */
  queueDelayMs?: number;
}

export type WebinService = LocalService & {
  /** `http://127.0.0.1:…`: the control endpoints are under it. */
  url: string;
};

const USERNAME = 'Webin-40000';
const CENTER = 'SeqDB sandbox';

/** Starts the sandbox; what earlier starts registered is there again, and what they had queued is processed. */
export async function startWebin(options: WebinOptions): Promise<WebinService> {
  const { dir, log } = options;
  const port = options.port ?? (await stablePort(dir));
  const store = new WebinStore(dir);
  const queue = new SubmissionQueue(store, options.queueDelayMs ?? 800);
  const account = { username: USERNAME, password: keptSecret(dir, 'password', 12) };
  let url = '';
  const webin: Webin = { account, store, queue, faults: new Faults(), base: () => `${url}/ena/submit` };
  const server = createServer((request, response) => {
    handle(webin, request, response).catch((error: unknown) => {
      log(`Webin sandbox: ${request.method} ${request.url} failed: ${String(error)}`);
      if (!response.headersSent)
        write(response, errorAnswer(500, 'Internal Server Error', request.url ?? ''));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    name: 'webin',
    url,
    env: {
      ENA_ENVIRONMENT: 'sandbox',
      ENA_SUBMIT_URL: `${url}/ena/submit`,
      ENA_USERNAME: USERNAME,
      ENA_PASSWORD: account.password,
      ENA_CENTER_NAME: CENTER,
    },
    describe: `Webin sandbox at ${url}/ena/submit (account ${USERNAME})`,
    async stop() {
      queue.stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      store.close();
    },
  };
}

async function handle(webin: Webin, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { store, faults } = webin;
  const { method = 'GET', url = '/' } = request;
  const [path = '/'] = url.split('?');
  let body: Buffer;
  try {
    body = await readBody(request);
  } catch (error) {
    if (!(error instanceof RefusedRequestError)) throw error;
    return write(response, {
      ...errorAnswer(error.status, error.message, path),
      headers: { Connection: 'close' },
    });
  }
  if (path.startsWith('/_control/')) return write(response, controlAnswer(store, faults, method, path, body));
  const route = routeOf(method, path);
  if (!route) return write(response, errorAnswer(404, 'Not Found', path));
  const fault = faults.takeForRequest(route.endpoint);
  const status = await respond(response, fault, () => answerOf(webin, route, request, body));
  if (route.endpoint === 'poll' || route.endpoint === 'login') return;
  const sha256 = createHash('sha256').update(body).digest('hex');
  store.recordRequest({
    at: new Date().toISOString(),
    endpoint: route.endpoint,
    sha256,
    status,
    fault: fault?.kind ?? null,
  });
}

if (import.meta.main) await runAlone('webin', startWebin);
