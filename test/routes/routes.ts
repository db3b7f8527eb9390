// Every route of the application as its decorators describe it, read without starting anything.
import 'reflect-metadata';
import { RequestMethod } from '@nestjs/common';
import { NestContainer, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { z } from 'zod';
import { prefixed } from '../../server/src/api.ts';
import { ApiModule } from '../../server/src/app.module.ts';
import { PERMISSION, type Permission } from '../../server/src/platform/access/can.decorator.ts';
import { loadConfig } from '../../server/src/platform/config/config.ts';
import { ANSWER } from '../../server/src/platform/http/returns.decorator.ts';

/** What a handler takes from the request: its whole body, query or parameters, or one of them by name. */
export type Input = {
  from: 'body' | 'query' | 'param';
  name: string | undefined;
  schema: z.ZodType | undefined;
};

export type Route = {
  /** `UsersController.get` */
  handler: string;
  /** `GET /users/:id` */
  route: string;
  method: string;
  path: string;
  permission: Permission | undefined;
  /** The schema of the answer, null for none or a stream; undefined when nothing is declared. */
  answer: z.ZodType | null | undefined;
  inputs: Input[];
  takesFile: boolean;
};

/** The application with its routes and without anything behind them: no provider is made. */
export async function describedApp(): Promise<NestFastifyApplication> {
  const nowhere = 'postgres://nobody@127.0.0.1:1/none';
  const config = loadConfig({
    NODE_ENV: 'test',
    DATABASE_URL: nowhere,
    REDIS_URL: 'redis://127.0.0.1:1',
    S3_HOT_BUCKET: 'none',
    JWT_SECRET: 'x1y2z3'.repeat(8),
    AUDIT_EXPORT_KEY: 'x'.repeat(43),
  });
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.with(config), new FastifyAdapter(), {
    preview: true,
    logger: ['error'],
    abortOnError: false,
  });
  return prefixed(app);
}

const methods: Partial<Record<RequestMethod, string>> = {
  [RequestMethod.GET]: 'GET',
  [RequestMethod.POST]: 'POST',
  [RequestMethod.PUT]: 'PUT',
  [RequestMethod.PATCH]: 'PATCH',
  [RequestMethod.DELETE]: 'DELETE',
};

export function routesOf(app: NestFastifyApplication): Route[] {
  const { container } = app as unknown as { container: NestContainer };
  const controllers = [...container.getModules().values()].flatMap((module) => [
    ...module.controllers.values(),
  ]);
  return controllers.flatMap(({ metatype }) => {
    const type = metatype as new () => Record<string, unknown>;
    const names = Object.getOwnPropertyNames(type.prototype).filter((name) => name !== 'constructor');
    return names.flatMap((name) => routeOf(type, name) ?? []);
  });
}

function routeOf(type: new () => Record<string, unknown>, name: string): Route | undefined {
  const handler = type.prototype[name] as object;
  const path: unknown = Reflect.getMetadata('path', handler);
  if (typeof path !== 'string') return undefined;
  const whole = `/${[String(Reflect.getMetadata('path', type)), path]
    .map((part) => part.replaceAll(/^\/|\/$/g, ''))
    .filter((part) => part !== '')
    .join('/')}`;
  const method = methods[Reflect.getMetadata('method', handler) as RequestMethod] ?? 'unknown';
  const interceptors = (Reflect.getMetadata('__interceptors__', handler) ?? []) as unknown[];
  return {
    handler: `${type.name}.${name}`,
    route: `${method} ${whole}`,
    method,
    path: whole,
    permission: Reflect.getMetadata(PERMISSION, handler) ?? Reflect.getMetadata(PERMISSION, type),
    answer: Reflect.getMetadata(ANSWER, handler),
    inputs: inputsOf(type, name),
    // The only interceptors of single routes read uploads.
    takesFile: interceptors.length > 0,
  };
}

/** Nest's numbers of the decorators that bind parts of a request. */
const kinds: Record<string, Input['from']> = { '3': 'body', '4': 'query', '5': 'param' };

function inputsOf(type: object, name: string): Input[] {
  const bound = (Reflect.getMetadata('__routeArguments__', type, name) ?? {}) as Record<
    string,
    { data?: unknown; schema?: z.ZodType }
  >;
  return Object.entries(bound).flatMap(([key, { data, schema }]) => {
    const from = kinds[key.split(':')[0] ?? ''];
    return from ? { from, name: typeof data === 'string' ? data : undefined, schema } : [];
  });
}
