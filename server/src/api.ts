import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CLS_ID, ClsService } from 'nestjs-cls';
import { ApiModule } from './app.module.ts';
import { ReadsLog } from './audit/reads/reads-log.ts';
import { CrossSite, isCrossSite } from './auth/cross-site.ts';
import { serveConsole } from './console.ts';
import { serveOpenApi } from './openapi.ts';
import type { Config } from './platform/config/config.ts';
import { AppError } from './platform/errors/app.error.ts';
import { createLogger } from './platform/logging/logging.ts';
import { answerWrongMethods } from './platform/http/allowed-methods.ts';
import { originOf } from './platform/http/origin.ts';
import { sendProblem, toProblem } from './platform/http/problem.filter.ts';
import { RedisClient } from './platform/queue/redis.client.ts';
import { secureHeaders } from './secure-headers.ts';

/** Request bodies other than uploads. */
const bodyLimit = 2 * 1024 * 1024;

/** How long the end of the process waits for requests that are being answered. */
const patienceMs = 10_000;

/**
 * The HTTP application, complete and not yet listening: what `main.ts` starts and the tests drive.
 *
 * @param consoleFolder where the built console lies; without one only the API is served
 */
export async function createApi(config: Config, consoleFolder?: string): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.with(config), adapterFor(config), {
    logger: createLogger(config, 'api'),
    rawBody: true,
  });
  const fastify = app.getHttpAdapter().getInstance();
  endInTime(fastify);
  answerWrongMethods(fastify);
  nameRequests(fastify, app.get(ClsService));
  await secureHeaders(app, config);
  await app.register(cookie);
  await limitAttempts(app);
  noteCrossSite(fastify, app);
  serveOpenApi(prefixed(app));
  if (consoleFolder !== undefined) await serveConsole(app, consoleFolder);
  // Pages of other origins may neither read (no CORS) nor change anything, not even with the refresh cookie.
  app.enableCsrfProtection({ trustedOrigins: [new URL(config.PUBLIC_URL).origin] });
  await app.init();
  // Bodies are JSON or uploads. Forms of foreign pages are neither.
  fastify.removeContentTypeParser(['application/x-www-form-urlencoded', 'text/plain']);
  await fastify.ready();
  return app;
}

/** Where the routes lie: all under one prefix, but for the addresses that are printed in papers. */
export function prefixed(app: NestFastifyApplication): NestFastifyApplication {
  return app.setGlobalPrefix('api/v1', { exclude: ['a/:accession', ...wellKnown] });
}

const wellKnown = ['keys.json', 'verify.json', 'verify.mjs', 'verify.tgz'].map(
  (name) => `.well-known/seqdb-audit-${name}`,
);

const adapterFor = (config: Config) =>
  new FastifyAdapter({
    bodyLimit,
    schemaController: { compilersFactory: noCompilers },
    // Requests that are being answered end first; open event streams end themselves.
    forceCloseConnections: 'idle',
    trustProxy: (_address, hop) => hop < config.TRUST_PROXY,
    genReqId: (request: IncomingMessage) => requestIdOf(request.headers['x-request-id']),
    routerOptions: { maxParamLength: 200 },
    // A malformed address is answered before there is a route, and so a filter.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      sendProblem(reply.header('x-request-id', request.id), toProblem(error, request.id)),
  });

/** What routes take and give is said by zod's schemas: Fastify's compilers for its own would take 3 MB for nothing. */
const noCompilers = { buildValidator: refuseSchema, buildSerializer: refuseSchema };

/** @throws Error when a plugin or a route brings a schema of Fastify's */
function refuseSchema(): never {
  throw new Error('no route has a schema of Fastify: describe it with zod, as the others');
}

/** A caller's own id is kept if it is harmless, so that their log and ours can be read together. */
function requestIdOf(given: string | string[] | undefined): string {
  return typeof given === 'string' && /^[\w.-]{8,80}$/.test(given) ? given : randomUUID();
}

/** Connections end with the answer they wait for, and at the latest when the patience does. */
function endInTime(fastify: FastifyInstance): void {
  let isClosing = false;
  fastify.addHook('preClose', (done) => {
    isClosing = true;
    setTimeout(() => fastify.server.closeAllConnections(), patienceMs).unref();
    done();
  });
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (isClosing) void reply.header('connection', 'close');
    done();
  });
}

/** The request's id in every line logged for it and in every answer. */
function nameRequests(fastify: FastifyInstance, cls: ClsService): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    cls.run({}, () => {
      cls.set(CLS_ID, request.id);
      done();
    });
  });
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    void reply.header('x-request-id', request.id);
    done();
  });
}

const signInRoute = '/api/v1/auth/login';

/** For the routes that say how many attempts they allow. */
async function limitAttempts(app: NestFastifyApplication): Promise<void> {
  await app.register(rateLimit, {
    global: false,
    redis: app.get(RedisClient),
    // Redis away must not lock people out.
    skipOnError: true,
    onExceeded: (request) => {
      if (request.routeOptions.url !== signInRoute) return;
      void app
        .get(ReadsLog)
        .signInRefused(originOf(request), { because: 'too many from this network address' });
    },
    errorResponseBuilder: (_request, { after }) =>
      new AppError('too_many', 'request.too_many', `Too many attempts. Try again in ${after}.`),
  });
}

/** What a foreign page was refused in somebody's name is in the log before the page is told. */
function noteCrossSite(fastify: FastifyInstance, app: NestFastifyApplication): void {
  fastify.addHook('onSend', async (request, reply) => {
    if (reply.statusCode === 403 && isCrossSite(request)) await app.get(CrossSite).refused(request);
  });
}
