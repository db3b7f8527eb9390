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

  /** The problem of a status, or any other one. */
  refusal(route: Route, status = 'default'): Described | undefined {
    const response = this.resolved<Holder>(this.operation(route)?.responses[status]);
    return this.content(response, 'application/problem+json');
  }

  /** The statuses of its problems. */
  refusals(route: Route): string[] {
    return Object.keys(this.operation(route)?.responses ?? {}).filter((status) => /^[45]/.test(status));
  }

  /** What an operation says of a status. */
  saysOf(route: Route, status: string): string {
    return (
      this.resolved<{ description: string }>(this.operation(route)?.responses[status])?.description ?? ''
    );
  }

  parameters(route: Route, place: 'header' | 'query' | 'path'): string[] {
    return (this.operation(route)?.parameters ?? [])
      .flatMap((given) => this.resolved<Parameter>(given) ?? [])
      .filter((parameter) => parameter.in === place)
      .map(({ name }) => name)
      .sort();
  }

  asksForToken(route: Route): boolean {
    return (this.operation(route)?.security ?? []).some((each) => 'bearer' in each);
  }

  private content(holder: Holder, type: string): Described | undefined {
    return this.resolved(holder?.content?.[type]?.schema);
  }

  /** What is pointed to, or the thing itself. */
  private resolved<T>(given: unknown): T | undefined {
    const [, , kind, name] = (given as { $ref?: string } | undefined)?.$ref?.split('/') ?? [];
    if (kind === undefined || name === undefined) return given as T | undefined;
    const components = this.document.components as Record<string, Record<string, T>> | undefined;
    return components?.[kind]?.[name];
  }
}

export const fieldsOf = (described: Described | undefined): string[] =>
  Object.keys(described?.properties ?? {}).sort();
