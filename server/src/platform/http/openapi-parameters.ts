import type { OpenAPIObject } from '@nestjs/swagger';
import { type ListQuery, listQuery } from '../lists/list.contract.ts';
import { ifMatchHeader } from './if-match.decorator.ts';
import { schemaOf } from './openapi-schemas.ts';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Given = NonNullable<Operation['parameters']>[number];
export type Parameter = Extract<Given, { in: string }>;

/** Taken on every POST whose body is at hand to be compared (`IdempotencyInterceptor`). */
export const idempotencyKey: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Makes it safe to send the request again: the same key and body give the first answer once more, for a day, and ' +
    'nothing is done twice. Another body under the same key is refused (`request.idempotency_mismatch`); a link that ' +
    'works once is made anew.',
  schema: { type: 'string', minLength: 8, maxLength: 200 },
};

const inLists: Record<keyof ListQuery, string> = {
  q: 'What to look for.',
  ids: 'Only these: several times, or separated by commas.',
  sort: 'The field to sort by; `-` before it for descending order.',
  limit: 'How many a page has at most.',
  after: 'The next page: what the last one had as `next`.',
  before: 'The page before: what this one had as `previous`. Not together with `after`.',
};

/** What many operations take, described once. */
export function sharedParameters(): Record<string, Parameter> {
  const { properties = {} } = schemaOf(listQuery, 'input').schema;
  const lists = Object.entries(inLists).map(([name, description]) => {
    const schema = properties[name] as Parameter['schema'];
    return [`List${capital(name)}`, { name, in: 'query', required: false, description, schema }] as const;
  });
  return {
    IfMatch: { ...ifMatchHeader, in: 'header' } as Parameter,
    IdempotencyKey: idempotencyKey,
    ...Object.fromEntries(lists),
  };
}

/** Points to the shared ones what is just as they are; a list that takes `q` otherwise describes its own. */
export function sharing(shared: Record<string, Parameter>, given: readonly Given[]): Given[] {
  const names = new Map(Object.entries(shared).map(([name, parameter]) => [identity(parameter), name]));
  return given.map((parameter) => {
    const name = names.get(identity(parameter));
    return name === undefined ? parameter : { $ref: `#/components/parameters/${name}` };
  });
}

/** A header is one thing everywhere, a name in a query is what its schema says. */
function identity(parameter: Given): string {
  if (!('in' in parameter)) return parameter.$ref;
  const { in: place, name, schema } = parameter;
  return place === 'header' ? `header ${name}` : `${place} ${name} ${JSON.stringify(schema)}`;
}

const capital = (name: string) => name.replace(/^./, (letter) => letter.toUpperCase());
