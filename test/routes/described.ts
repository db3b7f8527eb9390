// The API's description, asked route by route.
import type { OpenAPIObject } from '@nestjs/swagger';
import type { Route } from './routes.ts';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
export type Described = {
  $ref?: string;
  type?: string;
  properties?: Record<string, unknown>;
  required?: string[];
};
type Holder = { content?: Record<string, { schema?: Described }> } | undefined;
type Parameter = { in: string; name: string };

export class Description {
  constructor(readonly document: OpenAPIObject) {}

  operation({ path, method }: Route): Operation | undefined {
    const whole = `${/^\/(a|\.well-known)\//.test(path) ? '' : '/api/v1'}${path.replaceAll(/:(\w+)/g, '{$1}')}`;
    return this.document.paths[whole]?.[method.toLowerCase() as 'get'];
  }

  body(route: Route, type = 'application/json'): Described | undefined {
    return this.content(this.operation(route)?.requestBody as Holder, type);
  }

  /** The answer to a request that succeeds. */
  answer(route: Route): Described | undefined {
    const responses = Object.entries(this.operation(route)?.responses ?? {});
    const [, response] = responses.find(([status]) => status.startsWith('2')) ?? [];
    return this.content(response as Holder, 'application/json');
  }

  refusal(route: Route): Described | undefined {
    return this.content(this.operation(route)?.responses['default'] as Holder, 'application/problem+json');
  }

  parameters(route: Route, place: 'header' | 'query' | 'path'): string[] {
    return ((this.operation(route)?.parameters ?? []) as Parameter[])
      .filter((parameter) => parameter.in === place)
      .map(({ name }) => name)
      .sort();
  }

  asksForToken(route: Route): boolean {
    return (this.operation(route)?.security ?? []).some((each) => 'bearer' in each);
  }

  private content(holder: Holder, type: string): Described | undefined {
    const schema = holder?.content?.[type]?.schema;
    if (!schema?.$ref) return schema;
    return this.document.components?.schemas?.[schema.$ref.split('/').at(-1) ?? ''] as Described | undefined;
  }
}

export const fieldsOf = (described: Described | undefined): string[] =>
  Object.keys(described?.properties ?? {}).sort();
