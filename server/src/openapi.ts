import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { version } from './health/version.ts';
import { bearer } from './platform/access/can.decorator.ts';
import { completed } from './platform/http/openapi-document.ts';

/** Builds the description of every route, from the decorators that the server itself goes by. */
export function openApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const base = new DocumentBuilder()
    .setTitle('SeqDB Console API')
    .setDescription(
      'Errors are problem details (RFC 9457). Lists are keyset pages: go on with `after=<next>`. Changes of a ' +
        'versioned resource name the version that was read, in `If-Match`.',
    )
    .setVersion(version)
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, bearer)
    .build();
  return completed(SwaggerModule.createDocument(app, base));
}

/** The API's own description at `/api/openapi.json`, readable at `/api/docs`. */
export function serveOpenApi(app: NestFastifyApplication): void {
  let document: OpenAPIObject | undefined;
  SwaggerModule.setup('api/docs', app, () => (document ??= openApiDocument(app)), {
    jsonDocumentUrl: 'api/openapi.json',
    yamlDocumentUrl: 'api/openapi.yaml',
    customSiteTitle: 'SeqDB Console API',
    customCss: '.swagger-ui .topbar { display: none }',
    // The page draws only what is in view: the browser's own search finds little of it, a filter and addresses do.
    swaggerOptions: { filter: true, deepLinking: true },
  });
  // Only this page, which is none of the console's, makes styles as it goes. Scripts stay files of ours.
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', (request, reply, _payload, done) => {
      if (/^\/api\/docs\/?(\?|$)/.test(request.url)) {
        const policy = String(reply.getHeader('content-security-policy'));
        const looser = policy.replace(/style-src [^;]*/, "style-src 'self' 'unsafe-inline'");
        void reply.header('content-security-policy', looser);
      }
      done();
    });
}
