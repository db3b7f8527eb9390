import { applyDecorators, Header, HttpCode, SerializeOptions } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';

/** What a handler answers: the schema reaches OpenAPI, and fields it does not declare are left out of the answer. */
export const Returns = (schema: z.ZodType, status = 200) =>
  applyDecorators(
    HttpCode(status),
    SerializeOptions({ schema }),
    ApiResponse({ status, standardSchema: schema } as never),
    MarkAnswer(schema),
  );

/** A handler that answers JSON text which PostgreSQL built; a spec parses it with the schema. */
export const ReturnsText = (schema: z.ZodType) =>
  applyDecorators(
    Header('content-type', 'application/json; charset=utf-8'),
    ApiResponse({ status: 200, standardSchema: schema } as never),
    MarkAnswer(schema),
  );

/** A handler that answers nothing. */
export const ReturnsNothing = () =>
  applyDecorators(HttpCode(204), ApiResponse({ status: 204 }), MarkAnswer(null));

/** A handler that answers a stream or a page, in one of these types. */
export const ReturnsContent = (...types: string[]) =>
  applyDecorators(
    ApiResponse({
      status: 200,
      content: Object.fromEntries(types.map((type) => [type, { schema: { type: 'string' } }])),
    }),
    MarkAnswer(null),
  );

export const ANSWER = Symbol('ANSWER');

/** Every route declares its answer; a spec walks them all. */
function MarkAnswer(schema: z.ZodType | null): MethodDecorator {
  return (_target, _key, descriptor) => {
    Reflect.defineMetadata(ANSWER, schema, descriptor.value as object);
  };
}
