// Every route says who may use it, what it takes and what it answers, and the API's description says the same.
import type { OpenAPIObject } from '@nestjs/swagger';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { abilityOf } from '../server/src/auth/abilities.ts';
import { openApiDocument } from '../server/src/openapi.ts';
import { type Role, roles } from '../server/src/platform/access/roles.contract.ts';
import { Description, fieldsOf } from './routes/described.ts';
import { describedApp, type Input, type Route, routesOf } from './routes/routes.ts';
import { issuesOf, namedIn, shapeOf } from './routes/schemas.ts';

let routes: Route[];
let api: Description;
beforeAll(async () => {
  const app = await describedApp();
  routes = routesOf(app);
  // As it is sent: what JSON cannot say (a bigint, a cycle) fails here.
  api = new Description(JSON.parse(JSON.stringify(openApiDocument(app))) as OpenAPIObject);
});

const those = (wrong: (route: Route) => boolean) => routes.filter(wrong).map(({ route }) => route);
const taken = ({ inputs }: Route, from: Input['from']) =>
  inputs.filter((input) => input.from === from).map(({ schema }) => schema);
const same = (one: readonly string[], other: readonly string[]) => one.join() === other.join();

const mayUse = (role: Role, { permission }: Route) =>
  typeof permission === 'object' &&
  abilityOf({ id: 'me', roles: [role] }).can(permission.action, permission.subject);
const namesUnknownFields = (schema: z.ZodType | undefined) =>
  issuesOf(schema, { 'not-a-field': '1' }).some(
    (issue) => issue.code === 'unrecognized_keys' && issue.keys.includes('not-a-field'),
  );

const isForNobody = (route: Route) =>
  typeof route.permission === 'object' && !roles.some((role) => mayUse(role, route));
const inAddress = ({ path }: Route) => [...path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '').sort();
const isBodyWrong = (route: Route) =>
  taken(route, 'body').some((schema) => !same(shapeOf(schema), fieldsOf(api.body(route))));
const isWrong = (from: 'query' | 'param', place: 'query' | 'path') => (route: Route) =>
  !same(taken(route, from).flatMap(shapeOf).sort(), api.parameters(route, place));
const has = (route: Route, header: string) => api.parameters(route, 'header').includes(header);
const isKept = ({ method, permission, takesFile }: Route) =>
  method === 'POST' && permission !== 'public' && !takesFile;

describe('every route', () => {
  it('is seen', () => {
    expect(routes.length).toBeGreaterThan(40);
    expect(routes.map(({ route }) => route)).toContain('PATCH /submissions/:id/records/:recordId');
    expect(new Set(routes.map(({ route }) => route)).size).toBe(routes.length);
  });

  it('has a policy', () => {
    expect(those(({ permission }) => permission === undefined)).toEqual([]);
  });

  it('that is open to everybody is meant to be', () => {
    expect(those(({ permission }) => permission === 'public').sort()).toEqual([
      'GET /.well-known/seqdb-audit-keys.json',
      'GET /.well-known/seqdb-audit-verify.json',
      'GET /.well-known/seqdb-audit-verify.mjs',
      'GET /.well-known/seqdb-audit-verify.tgz',
      'GET /a/:accession',
      'GET /audit/archive-links/:token',
      'GET /audit/export-links/:token',
      'GET /health',
      'GET /health/ready',
      'POST /auth/login',
      'POST /auth/logout',
      'POST /auth/refresh',
    ]);
    expect(those(({ permission }) => permission === 'signed-in').sort()).toEqual(['GET /events', 'GET /me']);
  });

  it('asks for what some role may do, and lets an auditor only read, export and hold', () => {
    expect(those(isForNobody)).toEqual([]);
    expect(those((route) => route.method !== 'GET' && mayUse('auditor', route))).toEqual([
      'POST /audit/exports',
      'POST /audit/exports/:id/links',
      'POST /audit/verification',
      'POST /audit/retention/months/:month/links',
      'POST /audit/holds',
      'POST /audit/holds/:id/lift',
    ]);
  });

  it('has a schema for each body, query and address, whole', () => {
    expect(those(({ inputs }) => inputs.some(({ schema, name }) => !schema || name !== undefined))).toEqual(
      [],
    );
  });

  it('takes all of its address', () => {
    expect(those((route) => !same(inAddress(route), taken(route, 'param').flatMap(shapeOf).sort()))).toEqual(
      [],
    );
  });

  it('names the fields that it does not know', () => {
    expect(those(({ inputs }) => inputs.some(({ schema }) => !namesUnknownFields(schema)))).toEqual([]);
  });

  it('refuses a body that is none', () => {
    for (const body of [undefined, null, [], 'text', 7])
      expect(
        those((route) => taken(route, 'body').some((schema) => issuesOf(schema, body).length === 0)),
      ).toEqual([]);
  });

  it('declares what it answers', () => {
    expect(those(({ answer }) => answer === undefined)).toEqual([]);
  });

  it('that reads takes nothing that could change something', () => {
    expect(
      those((route) => route.method === 'GET' && (taken(route, 'body').length > 0 || route.takesFile)),
    ).toEqual([]);
    expect(those(({ method }) => method === 'unknown')).toEqual([]);
  });
});

describe('the description of the API', () => {
  it('has every route', () => {
    expect(those((route) => api.operation(route) === undefined)).toEqual([]);
  });

  it('points to nothing that is not there', () => {
    const refs = [...JSON.stringify(api.document).matchAll(/"\$ref":"([^"]+)"/g)].map(
      (match) => match[1] ?? '',
    );
    const known = new Set(
      Object.entries(api.document.components ?? {}).flatMap(([kind, named]) =>
        Object.keys(named as object).map((name) => `#/components/${kind}/${name}`),
      ),
    );
    expect(refs.length).toBeGreaterThan(50);
    expect(refs.filter((ref) => !known.has(ref))).toEqual([]);
  });

  it('says what each body, query and address holds', () => {
    expect(those(isBodyWrong)).toEqual([]);
    expect(those(isWrong('query', 'query'))).toEqual([]);
    expect(those(isWrong('param', 'path'))).toEqual([]);
  });

  it('says what each answer holds', () => {
    expect(routes.filter(({ answer }) => answer).length).toBeGreaterThan(30);
    expect(
      those((route) => (route.answer && !same(shapeOf(route.answer), fieldsOf(api.answer(route)))) || false),
    ).toEqual([]);
  });

  it('describes uploads', () => {
    expect(those(({ takesFile }) => takesFile).sort()).toEqual([
      'POST /checklists',
      'POST /submissions/:id/sheets',
    ]);
    for (const route of routes.filter(({ takesFile }) => takesFile))
      expect(api.body(route, 'multipart/form-data'), route.route).toMatchObject({
        properties: { file: { type: 'string', format: 'binary' } },
        required: ['file'],
      });
  });

  it('says how every refusal looks', () => {
    expect(those((route) => !fieldsOf(api.refusal(route)).includes('requestId'))).toEqual([]);
  });

  it('asks for a token where the server does', () => {
    expect(those((route) => api.asksForToken(route) === (route.permission === 'public'))).toEqual([]);
    expect(api.document.components?.securitySchemes).toMatchObject({
      bearer: { type: 'http', scheme: 'bearer' },
    });
  });

  it('names the version to send, and the key that makes a repetition safe', () => {
    expect(those((route) => ['PATCH', 'PUT'].includes(route.method) && !has(route, 'If-Match'))).toEqual([]);
    expect(those((route) => isKept(route) !== has(route, 'Idempotency-Key'))).toEqual([]);
  });
});

describe('schemas with a name', () => {
  it('are each one schema', () => {
    const named = namedIn(
      routes.flatMap(({ inputs, answer }) => [...inputs.map(({ schema }) => schema), answer]),
    );
    expect(named.size).toBeGreaterThan(30);
    expect([...named].filter(([, schemas]) => schemas.size > 1).map(([name]) => name)).toEqual([]);
  });

  it('that go both in and out look the same both ways', () => {
    const given = namedIn(routes.flatMap(({ inputs }) => inputs.map(({ schema }) => schema)));
    const answered = namedIn(routes.map(({ answer }) => answer));
    for (const [name, schemas] of given)
      for (const schema of answered.has(name) ? schemas : [])
        expect(z.toJSONSchema(schema, { io: 'input' }), name).toEqual(
          z.toJSONSchema(schema, { io: 'output' }),
        );
  });
});
