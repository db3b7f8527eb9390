// Webin, ENA's submission service, as far as the console uses it: for `npm start`, demonstrations and tests. Speaks the
// real protocols on 127.0.0.1 (HTTP, and FTPS for files), keeps what was registered in its folder, and fails on demand (POST /_control/faults).
import { createHash } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { stablePort } from '../../scripts/lib/ports.mjs';
import { SchemaValidator } from '../src/ena/webin/xml/schema.validator.ts';
import type { LocalOptions, LocalService } from './local-service.ts';
import { keptSecret } from './kept.ts';
import { runAlone } from './run-alone.ts';
import { errorAnswer, write } from './webin/answer.ts';
import { keptCertificate } from './webin/certificate.ts';
import { controlAnswer } from './webin/control.ts';
import type { Endpoint } from './webin/faults.ts';
import { Faults } from './webin/faults.ts';
import { startUploads } from './webin/ftps.ts';
import { respond } from './webin/misbehaviour.ts';
import { readBody, RefusedRequestError } from './webin/request-body.ts';
import type { Webin } from './webin/routes.ts';
import { answerOf, routeOf } from './webin/routes.ts';
import type { Sandbox } from './webin/sandbox.ts';
import type { Settings } from './webin/settings.ts';
import { DEFAULT_SETTINGS, KeptSettings } from './webin/settings.ts';
import { WebinStore } from './webin/store.ts';
import { SubmissionQueue } from './webin/submission-queue.ts';
import { UploadArea } from './webin/upload-area.ts';

export interface WebinOptions extends LocalOptions, Partial<Settings> {
  /** Folder of ENA's own schemas: documents are checked with them, too. */
  schemaDir?: string | undefined;
  /** false: without the upload area. */
  hasUploads?: boolean;
}

export type WebinService = LocalService & {
  /** `http://127.0.0.1:…`: the control endpoints are under it. */
  url: string;
};

const USERNAME = 'Webin-40000';
const CENTER = 'SeqDB sandbox';
const SUBMITTING: ReadonlySet<Endpoint> = new Set(['drop-box', 'submit', 'queue']);

/** Starts the sandbox; what earlier starts registered is there again, and what they had queued is processed. */
export async function startWebin(options: WebinOptions): Promise<WebinService> {
  const { dir, log, port, schemaDir, hasUploads = true, ...given } = options;
  const account = { username: USERNAME, password: keptSecret(dir, 'password', 12) };
  const sandbox = sandboxIn(dir, given, schemaDir);
  const queue = new SubmissionQueue(sandbox);
  const faults = new Faults();
  let url = '';
  const webin: Webin = { account, sandbox, queue, faults, base: () => `${url}/ena/submit` };
  const server = createServer((request, response) => {
    handle(webin, request, response).catch((error: unknown) => {
      log(`Webin sandbox: ${request.method} ${request.url} failed: ${String(error)}`);
      if (!response.headersSent)
        write(response, errorAnswer(500, 'Internal Server Error', request.url ?? ''));
    });
  });
  await listen(server, port ?? (await stablePort(dir)));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const certificate = keptCertificate(dir);
  const uploadPort = await stablePort(join(dir, 'upload'));
  const uploads = hasUploads
    ? await startUploads(uploadPort, sandbox.area.folder, account, certificate, faults)
    : null;
  return {
    name: 'webin',
    url,
    env: {
      ENA_ENVIRONMENT: 'sandbox',
      ENA_SUBMIT_URL: `${url}/ena/submit`,
      ENA_REPORT_URL: `${url}/ena/submit/report`,
      ENA_USERNAME: USERNAME,
      ENA_PASSWORD: account.password,
      ENA_CENTER_NAME: CENTER,
      ...(uploads && {
        ENA_UPLOAD_URL: `ftps://127.0.0.1:${uploadPort}`,
        ENA_UPLOAD_CA_FILE: certificate.certFile,
      }),
    },
    describe: `Webin sandbox at ${url}/ena/submit (account ${USERNAME})`,
    async stop() {
      queue.stop();
      await uploads?.stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      sandbox.schemas?.dispose();
      sandbox.store.close();
    },
  };
}

function sandboxIn(dir: string, given: Partial<Settings>, schemaDir: string | undefined): Sandbox {
  const store = new WebinStore(dir);
  const settings = new KeptSettings(store.db, { ...DEFAULT_SETTINGS, ...given });
  return {
    store,
    settings,
    area: new UploadArea(join(dir, 'upload', USERNAME), store.files, () => settings.current.uploadLagMs),
    schemas: schemaDir === undefined ? null : new SchemaValidator(schemaDir),
    account: USERNAME,
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

async function handle(webin: Webin, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { sandbox, faults } = webin;
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
  if (path.startsWith('/_control/'))
    return write(response, controlAnswer(sandbox, faults, method, path, body));
  const route = routeOf(method, path);
  if (!route) return write(response, errorAnswer(404, 'Not Found', path));
  const fault = faults.takeForRequest(route.endpoint);
  const status = await respond(response, fault, () => answerOf(webin, route, request, body));
  if (!SUBMITTING.has(route.endpoint)) return;
  const sha256 = createHash('sha256').update(body).digest('hex');
  sandbox.store.requests.record({
    at: new Date().toISOString(),
    endpoint: route.endpoint,
    sha256,
    status,
    fault: fault?.kind ?? null,
  });
}

if (import.meta.main)
  await runAlone('webin', (options) =>
    startWebin({ ...options, schemaDir: process.env.ENA_SCHEMA_DIR || undefined }),
  );
