import helmet from '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from './platform/config/config.ts';

/** Content security policy and its companions. Styles need the page's nonce, scripts are files of ours only. */
export async function secureHeaders(app: NestFastifyApplication, config: Config): Promise<void> {
  const isHttps = config.PUBLIC_URL.startsWith('https://');
  const storage = config.S3_HOT_PUBLIC_ENDPOINT ?? config.S3_HOT_ENDPOINT;
  await app.register(helmet, {
    enableCSPNonces: true,
    contentSecurityPolicy: {
      directives: {
        'default-src': ["'self'"],
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        'style-src-attr': ["'unsafe-inline'"],
        'img-src': ["'self'", 'data:', 'blob:'],
        'font-src': ["'self'", 'data:'],
        'connect-src': ["'self'", ...(storage ? [new URL(storage).origin] : [])],
        'object-src': ["'none'"],
        'base-uri': ["'self'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
        'upgrade-insecure-requests': isHttps ? [] : null,
      },
    },
    hsts: isHttps ? { maxAge: 31_536_000 } : false,
    crossOriginEmbedderPolicy: false,
  });
}
