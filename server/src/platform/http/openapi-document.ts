import type { OpenAPIObject } from '@nestjs/swagger';
import { type Access, accessExtension } from '../access/can.decorator.ts';
import { problem } from '../errors/problem.contract.ts';
import { answersOf, etag } from './openapi-answers.ts';
import { idempotencyKey, type Parameter, sharedParameters, sharing } from './openapi-parameters.ts';
import { problemResponses, problemsOf } from './openapi-problems.ts';
import { schemaOf } from './openapi-schemas.ts';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;

const methods = ['get', 'put', 'post', 'delete', 'patch'] as const;

/**
 * What is true of every route and stands on none: which problems it answers, who may use it, and the key that makes a
 * POST safe to repeat.
 *
 * @param rolesThat the roles that may do something, by the policy
 */
export function completed(
  document: OpenAPIObject,
  rolesThat: (permission: Access) => readonly string[],
): OpenAPIObject {
  const shared = sharedParameters();
  const schemas = { ...document.components?.schemas, ...schemaOf(problem, 'output').components };
  const complete = (method: string, operation: Operation): Operation => {
    const whole = withIdempotencyKey(method, operation);
    return {
      ...whole,
      description: [operation.description, audience(operation, rolesThat)].filter(Boolean).join('\n\n'),
      ...(whole.parameters && { parameters: sharing(shared, whole.parameters) }),
      responses: { ...answersOf(operation, schemas), ...problemsOf(whole) },
    };
  };
  const paths = Object.entries(document.paths).map(([path, item]) => [path, each(item, complete)] as const);
  return {
    ...document,
    paths: Object.fromEntries(paths),
    components: {
      ...document.components,
      schemas,
      headers: { ETag: etag },
      parameters: shared,
      responses: problemResponses(),
    },
  } as OpenAPIObject;
}

function each(item: PathItem, complete: (method: string, operation: Operation) => Operation): PathItem {
  const changed = methods.flatMap((method) => {
    const operation = item[method];
    return operation ? [[method, complete(method, operation)] as const] : [];
  });
  return { ...item, ...Object.fromEntries(changed) };
}

/** Who may use it, in a sentence. */
function audience(
  operation: Operation & { [accessExtension]?: Access },
  rolesThat: (permission: Access) => readonly string[],
): string {
  const access = operation[accessExtension];
  if (access) return `For ${inRoles(rolesThat(access))}.`;
  return operation.security?.length ? 'For everybody who is signed in.' : 'Open to everybody.';
}

const inRoles = (roles: readonly string[]) => {
  const inWords = new Intl.ListFormat('en', { type: 'conjunction' });
  return `the ${roles.length === 1 ? 'role' : 'roles'} ${inWords.format(roles)}`;
};

function withIdempotencyKey(method: string, operation: Operation): Operation {
  const isUpload = JSON.stringify(operation.requestBody ?? {}).includes('multipart/form-data');
  if (method !== 'post' || !operation.security?.length || isUpload) return operation;
  const parameters: Parameter[] = [...((operation.parameters ?? []) as Parameter[]), idempotencyKey];
  return { ...operation, parameters };
}
