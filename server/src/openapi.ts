import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { version } from './health/version.ts';

/** The API's own description at `/api/openapi.json`, readable at `/api/docs`. */
export function serveOpenApi(app: NestFastifyApplication): void {
  const base = new DocumentBuilder()
    .setTitle('SeqDB Console API')
    .setVersion(version)
    .addBearerAuth()
    .addSecurityRequirements('bearer')
    .build();
  SwaggerModule.setup('api/docs', app, () => SwaggerModule.createDocument(app, base), {
    jsonDocumentUrl: 'api/openapi.json',
  });
}
