import type { OpenAPIObject } from '@nestjs/swagger';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Response = Operation['responses'][string];
type Schemas = Record<string, unknown>;

/** As `EtagInterceptor` sends it. */
export const etag = { description: 'The version, for `If-Match`.', schema: { type: 'string' } };

const meanings: Record<string, string> = {
  200: 'The answer.',
  201: 'Created.',
  202: 'Taken on: it is done in the background.',
  204: 'Done; there is nothing to answer.',
};

/** The answers of an operation that are no problems, or bring their own content. */
export function answersOf({ responses }: Operation, schemas: Schemas): Operation['responses'] {
  const answers = Object.entries(responses).filter(
    ([status, response]) => Number(status) < 400 || (response && 'content' in response),
  );
  return Object.fromEntries(
    answers.map(([status, response]) => [status, completed(status, response, schemas)]),
  );
}

function completed(status: string, response: Response, schemas: Schemas): Response {
  if (!response || !('description' in response)) return response;
  return {
    ...response,
    description: response.description || (meanings[status] ?? 'The answer.'),
    ...(hasVersion(response, schemas) && { headers: { ETag: { $ref: '#/components/headers/ETag' } } }),
  };
}

function hasVersion(response: Response, schemas: Schemas): boolean {
  const schema = response && 'content' in response && response.content?.['application/json']?.schema;
  const name = schema && '$ref' in schema ? schema.$ref.split('/').at(-1) : undefined;
  const { properties = {} } = (schemas[name ?? ''] ?? {}) as { properties?: Record<string, unknown> };
  return isWhole(properties['version']);
}

/** A checklist's version is a text, and no ETag is made of it. */
const isWhole = (schema: unknown): boolean => (schema as { type?: unknown } | undefined)?.type === 'integer';
