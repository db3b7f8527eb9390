import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Built console beside the built server: `dist/admin` next to `dist/server/src`. */
export const builtConsole = fileURLToPath(new URL('../../admin/', import.meta.url));

/** Paths that are never pages of the console: what is unknown there is a 404, not the start page. */
const notPages = /^\/(api|assets|ga4gh|a|metrics|\.well-known|socket)(\/|$)/;

/** Serves the console's files from a folder, and its start page for every address of the console itself. */
export async function serveConsole(app: NestFastifyApplication, folder: string): Promise<void> {
  const index = join(folder, 'index.html');
  if (!existsSync(index)) return; // the API alone: the console is served by Vite in development
  const page = readFileSync(index, 'utf8');
  await app.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    index: false,
    setHeaders: (reply, path) => {
      const isHashed = path.includes('/assets/');
      void reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  const fastify = app.getHttpAdapter().getInstance();
  fastify.get('/*', (request, reply) => {
    const path = request.url.split('?')[0] ?? '/';
    const wantsPage = (request.headers.accept ?? '').includes('text/html');
    if (notPages.test(path) || !wantsPage) return reply.callNotFound();
    return reply
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(page.replaceAll('__CSP_NONCE__', reply.cspNonce.style));
  });
}
