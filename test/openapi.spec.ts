// The API's description as a stranger meets it who writes a client: sentences, names that stay, problems by status.
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { OpenAPIObject } from '@nestjs/swagger';
import { beforeAll, describe, expect, it } from 'vitest';
import { openApiDocument, operationId } from '../server/src/openapi.ts';
import { statusOf } from '../server/src/platform/http/problem-status.ts';
import { errorCodes } from './routes/codes.ts';
import { Description } from './routes/described.ts';
import { openApi31 } from './routes/openapi-shape.ts';
import { describedApp, type Route, routesOf } from './routes/routes.ts';

let routes: Route[];
let api: Description;
beforeAll(async () => {
  const app = await describedApp();
  routes = routesOf(app);
  api = new Description(JSON.parse(JSON.stringify(openApiDocument(app))) as OpenAPIObject);
});

const those = (wrong: (route: Route) => boolean) => routes.filter(wrong).map(({ route }) => route);
const operationOf = (route: Route) => api.operation(route) ?? { responses: {} };
const takes = (route: Route, place: 'header' | 'query' | 'path', name?: string) =>
  api.parameters(route, place).some((each) => name === undefined || each === name);
const takesSomething = (route: Route) =>
  route.inputs.length > 0 || route.takesFile || takes(route, 'header', 'If-Match');

describe('the document', () => {
  it('is OpenAPI 3.1', () => {
    expect(openApi31.safeParse(api.document).error?.issues ?? []).toEqual([]);
  });

  it('has schemas that JSON Schema 2020-12 knows every word of', () => {
    const { schemas = {}, ...components } = api.document.components ?? {};
    const unnamed = schemasWithin([api.document.paths, components]);
    expect(unnamed.length).toBeGreaterThan(300);
    const all = { ...schemas, ...Object.fromEntries(unnamed.map((schema, at) => [`unnamed-${at}`, schema])) };
    const ajv = new Ajv2020({ strictSchema: true, strictTypes: false, validateFormats: false });
    ajv.addSchema(
      JSON.parse(JSON.stringify({ $id: 'api', $defs: all }).replaceAll('#/components/schemas/', '#/$defs/')),
    );
    for (const name of Object.keys(all))
      expect(ajv.getSchema(`api#/$defs/${name}`), name).toBeTypeOf('function');
    expect(ajv.getSchema('api#/$defs/Problem')?.({ status: 404 })).toBe(false);
  });
});

/** What parameters, bodies, answers and headers hold. */
function schemasWithin(part: unknown): unknown[] {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) => (key === 'schema' ? [value] : schemasWithin(value)));
}

describe('every operation', () => {
  it('says in one line what it does', () => {
    expect(those((route) => !/^[A-Z].{7,99}[^.]$/u.test(operationOf(route).summary ?? ''))).toEqual([]);
    const summaries = routes.map(
      (route) => `${operationOf(route).tags?.join()}: ${operationOf(route).summary}`,
    );
    expect(summaries.filter((one, index) => summaries.indexOf(one) !== index)).toEqual([]);
  });

  it('says whatever else it says in whole sentences', () => {
    expect(those((route) => !/^[\p{Lu}\d`].*\.$/su.test(operationOf(route).description ?? ''))).toEqual([]);
  });

  it('lies in one section that is described, and no section is empty', () => {
    const sections = (api.document.tags ?? []).map(({ name }) => name);
    expect(those((route) => operationOf(route).tags?.length !== 1)).toEqual([]);
    expect(new Set(routes.flatMap((route) => operationOf(route).tags ?? []))).toEqual(new Set(sections));
  });

  it('has a name of its own that programs can call', () => {
    const names = routes.map((route) => operationOf(route).operationId ?? '');
    expect(names.filter((name) => !/^[a-z][a-zA-Z]+$/.test(name))).toEqual([]);
    expect(new Set(names).size).toBe(routes.length);
    expect(operationId('AuditHoldsController', 'lift')).toBe('auditHoldsLift');
  });

  it('keeps the name that it was given', () => {
    const file = readFileSync(new URL('routes/operations.txt', import.meta.url), 'utf8');
    const given = file.split('\n').filter((line) => line !== '');
    const now = new Set(routes.map((route) => `${route.route} ${operationOf(route).operationId}`));
    expect(given.length).toBeGreaterThan(140);
    expect(given.filter((line) => !now.has(line))).toEqual([]);
  });

  it('says for whom it is', () => {
    const saysOf = (wanted: string) =>
      operationOf(routes.find(({ route }) => route === wanted) as Route).description;
    expect(saysOf('POST /submissions/:id/approve')).toMatch(/For the role curator\.$/);
    expect(saysOf('GET /submissions')).toMatch(/For the roles depositor, curator, support, and auditor\.$/);
    expect(saysOf('GET /me')).toMatch(/For everybody who is signed in\.$/);
    expect(saysOf('GET /health')).toMatch(/Open to everybody\.$/);
  });
});

describe('the problems of an operation', () => {
  /** What a route takes, and the status with which it is refused without or with a wrong one. */
  const follows: Record<string, (route: Route) => boolean> = {
    401: ({ permission }) => permission !== 'public',
    403: ({ permission }) => typeof permission === 'object',
    404: ({ path }) => path.includes(':'),
    409: (route) => takes(route, 'header', 'Idempotency-Key'),
    412: (route) => takes(route, 'header', 'If-Match'),
    422: takesSomething,
    428: (route) => takes(route, 'header', 'If-Match'),
    429: ({ route }) => route === 'POST /auth/login',
  };

  it.each(Object.entries(follows))('include %s where it follows from what it takes', (status, isDue) => {
    expect(those(isDue)).not.toEqual([]);
    expect(those((route) => isDue(route) && !api.refusals(route).includes(status))).toEqual([]);
  });

  it('are others only where the handler says so, by a code that the server has', () => {
    const unexplained = routes.flatMap((route) =>
      api
        .refusals(route)
        .filter((status) => !follows[status]?.(route) && !/`\w+\.\w+`/.test(api.saysOf(route, status)))
        .map((status) => `${status} of ${route.route}`),
    );
    // Their answers are no problems: a tombstone, and the names of what is away.
    expect(unexplained).toEqual(['410 of GET /a/:accession', '503 of GET /health/ready']);
  });

  it('carry codes that errors of that kind have', () => {
    const codes = errorCodes();
    const wrong = routes.flatMap((route) =>
      api.refusals(route).flatMap((status) =>
        [...api.saysOf(route, status).matchAll(/`([a-z_]+\.[a-z_]+)`/g)]
          .map(([, code = '']) => code)
          .filter((code) => !codes.isKnown(code, kindOf(status)))
          .map((code) => `${status} ${code} of ${route.route}`),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('all look the same', () => {
    const problems = (route: Route) =>
      api.refusals(route).filter((status) => api.saysOf(route, status).includes('`'));
    expect(
      those((route) =>
        problems(route).some((status) => api.refusal(route, status)?.properties?.['code'] === undefined),
      ),
    ).toEqual([]);
  });
});

const kindOf = (status: string) =>
  Object.entries(statusOf).find(([, one]) => String(one) === status)?.[0] ?? 'none';

describe('what many operations take', () => {
  it('in a query is one or several of its values, which are named', () => {
    const list = routes.find(({ route }) => route === 'GET /submissions') as Route;
    const status = (operationOf(list).parameters ?? []).find(
      (given) => 'name' in given && given.name === 'status',
    );
    expect(status).toMatchObject({
      in: 'query',
      schema: { type: 'array', items: { enum: expect.arrayContaining(['draft', 'in_review']) } },
    });
  });

  it('is described once', () => {
    const { parameters = {} } = api.document.components ?? {};
    expect(Object.keys(parameters).sort()).toEqual([
      'IdempotencyKey',
      'IfMatch',
      'ListAfter',
      'ListBefore',
      'ListIds',
      'ListLimit',
      'ListQ',
      'ListSort',
    ]);
    const inline = (name: string) =>
      those((route) =>
        (operationOf(route).parameters ?? []).some((given) => 'name' in given && given.name === name),
      );
    expect(['If-Match', 'Idempotency-Key', 'before', 'sort', 'ids'].flatMap(inline)).toEqual([]);
    // The list of names goes on behind a name and not behind a cursor.
    expect(inline('after')).toEqual(['GET /submissions/:id/file-names']);
  });
});
