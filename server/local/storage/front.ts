// What a real store does before it serves: it checks who asks, that nothing was altered, and that browsers may read the
// answer. Hooks on fauxqs' own server, which checks none of it; POST policies, storage classes and restore belong here.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { checkCopyCondition, checkPutCondition, type EtagOf } from './copy-condition.ts';
import { checkedBody } from './digest.ts';
import { errorXml, StorageError } from './errors.ts';
import { checkKey, checkPayload, checkSupported, OVERRIDES } from './request-rules.ts';
import { type Credentials, UNSIGNED, verifySignature } from './signature.ts';
import type { StorageApp } from './store.ts';

const LARGEST = 5 * 1024 ** 3; // S3's limit for one PUT or part
const payloads = new WeakMap<FastifyRequest, string>();

/** Puts the checks before every route of the store. */
export function guard(
  app: StorageApp,
  credentials: Credentials,
  etagOf: EtagOf,
  log: (line: string) => void,
): void {
  acceptAnyBody(app);
  app.setErrorHandler((error, request, reply) => answerError(asStorageError(error, log), request, reply));
  app.addHook('onRequest', async (request, reply) => {
    allowOrigins(request, reply);
    if (request.method === 'OPTIONS') return reply.code(200).send();
    payloads.set(request, admit(request, credentials));
    return undefined;
  });
  app.addHook('preParsing', async (request, _reply, body) => {
    const hasBody = request.method === 'PUT' || request.method === 'POST';
    return hasBody ? checkedBody(body, headersOf(request), payloads.get(request) ?? UNSIGNED) : body;
  });
  app.addHook('preHandler', async (request) => {
    if (request.method !== 'PUT') return;
    request.body ??= Buffer.alloc(0); // an empty object
    checkCopyCondition(headersOf(request), etagOf);
    const { bucket = '', '*': key = '' } = request.params as { bucket?: string; '*'?: string };
    checkPutCondition(headersOf(request), etagOf(bucket, key));
  });
  // Not async: fauxqs' handlers return before they have sent, and Fastify would then send a second time.
  app.addHook('onSend', (request, reply, _payload, done) => {
    overrideHeaders(request, reply);
    done();
  });
}

/** fauxqs reads two content types for its queues and stops at 11 MiB; an object may be of any type and larger. */
function acceptAnyBody(app: StorageApp): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: LARGEST }, (_request, body, done) =>
    done(null, body),
  );
}

/** @returns the payload hash the signature covers */
function admit(request: FastifyRequest, credentials: Credentials): string {
  const { method, originalUrl: url } = request;
  const payload = verifySignature({ method, url, headers: headersOf(request) }, credentials, new Date());
  const query = request.query as Record<string, string>;
  const { '*': key } = request.params as { '*'?: string };
  checkPayload(payload);
  checkSupported(method, query);
  if (key) checkKey(key);
  for (const [name, value] of Object.entries(query)) {
    if (name.startsWith('x-amz-')) request.headers[name] ??= value; // a presigned address carries headers so
  }
  return payload;
}

function headersOf(request: FastifyRequest): Record<string, string> {
  const entries = Object.entries(request.headers).map(([name, value]) => [name, String(value ?? '')]);
  return Object.fromEntries(entries) as Record<string, string>;
}

/** The local bucket's CORS rule: any page may read and write what it holds a signature for. */
function allowOrigins(request: FastifyRequest, reply: FastifyReply): void {
  if (!request.headers.origin) return;
  void reply.headers({
    'access-control-allow-origin': '*',
    'access-control-expose-headers':
      'ETag, Content-Range, Content-Disposition, x-amz-request-id, x-amz-version-id',
    'access-control-allow-methods': 'GET, HEAD, PUT, POST, DELETE',
    'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '*',
    'access-control-max-age': '3000',
    vary: 'Origin, Access-Control-Request-Headers',
  });
}

function overrideHeaders(request: FastifyRequest, reply: FastifyReply): void {
  if (request.method !== 'GET' || reply.statusCode >= 300) return;
  for (const [parameter, value] of Object.entries(request.query as Record<string, string>)) {
    const header = OVERRIDES[parameter];
    if (header) void reply.header(header, value);
  }
}

function asStorageError(error: unknown, log: (line: string) => void): StorageError {
  if (error instanceof StorageError) return error;
  const { code, message } = error as { code?: string; message?: string };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return new StorageError(
      400,
      'EntityTooLarge',
      'Your proposed upload exceeds the maximum allowed object size.',
    );
  }
  if (code === 'FST_ERR_CTP_INVALID_CONTENT_LENGTH' || code === 'ECONNRESET') {
    return new StorageError(400, 'IncompleteBody', 'You did not provide the number of bytes specified.');
  }
  log(`Object storage: ${String((error as Error).stack ?? message)}`);
  return new StorageError(500, 'InternalError', 'We encountered an internal error. Please try again.');
}

function answerError(error: StorageError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (request.method === 'HEAD') return reply.code(error.status).send();
  return reply
    .code(error.status)
    .type('application/xml')
    .send(errorXml(error, request.originalUrl.split('?')[0] ?? ''));
}
