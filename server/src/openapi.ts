import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { abilityOf } from './auth/abilities.ts';
import { version } from './health/version.ts';
import { sections } from './openapi-sections.ts';
import { type Access, bearer } from './platform/access/can.decorator.ts';
import { roles } from './platform/access/roles.contract.ts';
import { completed } from './platform/http/openapi-document.ts';
import { converter } from './platform/http/openapi-schemas.ts';

/** Builds the description of every route, from the decorators that the server itself goes by. */
export function openApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const base = new DocumentBuilder()
    .setOpenAPIVersion('3.1.1')
    .setTitle('SeqDB Console API')
    .setDescription(introduction)
    .setVersion(version)
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, bearer)
    .build();
  const document = SwaggerModule.createDocument(app, base, {
    operationIdFactory: operationId,
    standardSchemaConverter: converter(),
  });
  return { ...completed(document, rolesByPolicy()), tags: [...sections] };
}

const introduction = `Deposits of genomic data, their curation, their way to ENA, and the change log of all of it.

- **Sign-in**: \`POST /api/v1/auth/login\` gives an access token, which goes with every request as \`Authorization: Bearer …\`.
- **Errors** are problem details (RFC 9457, \`application/problem+json\`). Programs go by \`code\`, people by \`detail\`.
- **Lists** are keyset pages: go on with \`after=<next>\` and back with \`before=<previous>\` until they are null.
- **Changes** of what has a version name the one that was read: its \`ETag\` as \`If-Match\`. Without it they are refused (428), and when somebody else was faster (412).
- **Repeating**: a POST with an \`Idempotency-Key\` can be sent again without being done twice.`;

/**
 * `EnaBatchesController.takeOut` → `enaBatchesTakeOut`: a name in every language. Generated clients call operations by it,
 * so a handler that is renamed takes its operation's name with it; a spec keeps those that were given.
 */
export const operationId = (controller: string, handler: string): string =>
  controller.replace(/Controller$/, '').replace(/^./, (letter) => letter.toLowerCase()) +
  handler.replace(/^./, (letter) => letter.toUpperCase());

/** Which roles may do something, by the rules themselves; what an API key may do it brings along. */
function rolesByPolicy(): (access: Access) => string[] {
  const abilities = roles
    .filter((role) => role !== 'service')
    .map((role) => ({ role, ability: abilityOf({ id: 'me', roles: [role] }) }));
  return ({ action, subject }) =>
    abilities.filter(({ ability }) => ability.can(action, subject)).map(({ role }) => role);
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
