// What OpenAPI 3.1 asks of a description, as far as this API uses it: whatever else stands there is refused. Schemas are
// JSON Schema 2020-12 and are checked as such.
import { z } from 'zod';

const text = z.string().min(1);
const reference = z.strictObject({ $ref: z.string().regex(/^#\/components\/\w+\/\w+$/) });
const orReference = <T extends z.ZodType>(what: T) => z.union([reference, what]);

/** A schema is an object or a boolean; ajv looks into it. */
const schema = z.union([z.boolean(), z.record(z.string(), z.unknown())]);
const mediaType = z.string().regex(/^[\w.+-]+\/[\w.+-]+( *; *[\w-]+=[\w-]+)*$/);
const content = z.record(mediaType, z.strictObject({ schema: schema.optional() }));

const parameter = z
  .strictObject({
    name: text,
    in: z.enum(['query', 'header', 'path', 'cookie']),
    required: z.boolean().optional(),
    description: text.optional(),
    example: z.unknown().optional(),
    schema,
  })
  .refine((given) => given.in !== 'path' || given.required === true, 'a path parameter is required');

const header = z.strictObject({ description: text.optional(), schema });
const response = z.strictObject({
  description: text,
  headers: z.record(text, orReference(header)).optional(),
  content: content.optional(),
});
const status = z.string().regex(/^([1-5]\d\d|default)$/);

const operationFields = {
  tags: z.array(text).min(1),
  summary: text,
  description: text,
  operationId: text,
  parameters: z.array(orReference(parameter)).optional(),
  requestBody: z
    .strictObject({ required: z.boolean().optional(), description: text.optional(), content })
    .optional(),
  responses: z.record(status, orReference(response)),
  security: z.array(z.record(text, z.array(z.string()))).optional(),
};
const operation = z
  .looseObject(operationFields)
  .refine(
    (given) => Object.keys(given).every((key) => key in operationFields || key.startsWith('x-')),
    'has a field that is none of an operation’s',
  );

const pathItem = z.partialRecord(z.enum(['get', 'put', 'post', 'delete', 'patch']), operation);

export const openApi31 = z.strictObject({
  openapi: z.string().regex(/^3\.1\.\d+$/),
  info: z.strictObject({
    title: text,
    description: text,
    version: text,
    contact: z.strictObject({}).optional(),
  }),
  servers: z.array(z.strictObject({ url: text, description: text.optional() })).optional(),
  tags: z.array(z.strictObject({ name: text, description: text })),
  paths: z.record(z.string().startsWith('/'), pathItem),
  components: z.strictObject({
    schemas: z.record(z.string().regex(/^[\w.-]+$/), schema),
    parameters: z.record(z.string(), parameter),
    responses: z.record(z.string(), response),
    headers: z.record(z.string(), header),
    securitySchemes: z.record(
      z.string(),
      z.strictObject({ type: z.literal('http'), scheme: text, bearerFormat: text.optional() }),
    ),
  }),
});
