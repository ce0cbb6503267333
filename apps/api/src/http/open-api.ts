import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { problemSchema } from '@fettle/contracts';
import { cleanupOpenApiDoc } from 'nestjs-zod';
import { z } from 'zod';
import { cookieName } from '../sessions/request-credentials';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** The OpenAPI 3.1 document of every route under /api/v1, generated from the controllers and their schemas. */
export function openApiDocument(app: INestApplication, secure: boolean): OpenAPIObject {
  const settings = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Fettle')
    .setDescription(
      'Which machine will fail, when, and why. Times are ISO 8601 UTC, in series epoch milliseconds. Errors are problem documents (RFC 9457) with a `code`.',
    )
    .setVersion('1')
    .addBearerAuth()
    .addCookieAuth(cookieName(secure))
    .build();
  const document = cleanupOpenApiDoc(SwaggerModule.createDocument(app, settings));
  return withProblems(document);
}

/** Every operation may answer with a problem document. */
function withProblems(document: OpenAPIObject): OpenAPIObject {
  const { $schema: _dialect, ...problem } = z.toJSONSchema(problemSchema);
  document.components ??= {};
  document.components.schemas = { ...document.components.schemas, Problem: problem as object };
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  for (const path of Object.values(document.paths)) {
    for (const method of METHODS) {
      const operation = path[method];
      if (operation) operation.responses['default'] = { description: 'A problem', content };
    }
  }
  return document;
}
