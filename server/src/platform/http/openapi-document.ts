import type { OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { problem } from '../errors/problem.contract.ts';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;
type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

const methods = ['get', 'put', 'post', 'delete', 'patch'] as const;

/** What is true of every route and stands on none: how errors look, and the key that makes a POST safe to repeat. */
export function completed(document: OpenAPIObject): OpenAPIObject {
  const schemas = { ...document.components?.schemas, Problem: problemSchema() };
  const paths = Object.fromEntries(
    Object.entries(document.paths).map(([path, item]) => [path, completedItem(item)]),
  );
  return { ...document, paths, components: { ...document.components, schemas } };
}

function problemSchema(): Schema {
  // Without its name: a schema that has one becomes a reference to itself.
  return z.toJSONSchema(z.object(problem.shape), { target: 'openapi-3.0' }) as Schema;
}

function completedItem(item: PathItem): PathItem {
  const complete = { ...item };
  for (const method of methods) {
    const operation = item[method];
    if (operation) complete[method] = withIdempotencyKey(method, withProblems(operation));
  }
  return complete;
}

function withProblems(operation: Operation): Operation {
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  const described = Object.fromEntries(
    Object.entries(operation.responses).map(([status, response]) => [
      status,
      response && 'description' in response && response.description === ''
        ? { ...response, description: Number(status) < 300 ? 'Done' : 'Refused' }
        : response,
    ]),
  );
  return { ...operation, responses: { ...described, default: { description: 'A problem', content } } };
}

function withIdempotencyKey(method: string, operation: Operation): Operation {
  const isUpload = JSON.stringify(operation.requestBody ?? {}).includes('multipart/form-data');
  if (method !== 'post' || !operation.security?.length || isUpload) return operation;
  const key: NonNullable<Operation['parameters']>[number] = {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description:
      'The same key and body again gives the first answer again, for a day; a link that works once is made anew.',
    schema: { type: 'string', minLength: 8, maxLength: 200 },
  };
  return { ...operation, parameters: [...(operation.parameters ?? []), key] };
}
