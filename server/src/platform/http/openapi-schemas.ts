import type { SwaggerDocumentOptions } from '@nestjs/swagger';
import { z } from 'zod';

type Converter = NonNullable<SwaggerDocumentOptions['standardSchemaConverter']>;

/** For one document: a view that many operations answer is converted once. */
export function converter(): Converter {
  const known = { input: new Map<unknown, Converted>(), output: new Map<unknown, Converted>() };
  return (schema, { schemaType: io }) => {
    if (!(schema instanceof z.ZodType)) return undefined;
    const converted = known[io].get(schema) ?? schemaOf(schema, io);
    known[io].set(schema, converted);
    return converted;
  };
}

type Converted = ReturnType<typeof schemaOf>;

/**
 * A schema as OpenAPI 3.1 has it: JSON Schema 2020-12, its named parts as components.
 *
 * @param io what goes in has defaults still to be filled, what comes out has them
 */
export function schemaOf(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema: _dialect, $defs: components = {}, ...rest } = z.toJSONSchema(schema, { io, override });
  return { schema: rest, components };
}

/** Leaves out what tells a reader nothing: the pattern of what has a format, and how far JavaScript counts. */
function override({ zodSchema, jsonSchema: schema }: Overridden): void {
  const item = listed(zodSchema, schema);
  if (item) return replace(schema, { type: 'array', items: schemaOf(item, 'input').schema });
  if (schema.format !== undefined) delete schema.pattern;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  const given = nullable(schema);
  if (!given) return;
  replace(schema, { ...given, type: [given.type, 'null'] });
}

type Overridden = { zodSchema: z.core.$ZodType; jsonSchema: z.core.JSONSchema.BaseSchema };

function replace(schema: z.core.JSONSchema.BaseSchema, by: Record<string, unknown>): void {
  delete schema.anyOf;
  Object.assign(schema, by);
}

/** What a list in a query is of (`listOf`): one or several, where the converter sees a text or texts before they are read. */
function listed(given: z.core.$ZodType, { anyOf }: z.core.JSONSchema.BaseSchema): z.ZodType | undefined {
  if (!anyOf || !(given instanceof z.ZodPipe)) return undefined;
  const { out } = given.def;
  return out instanceof z.ZodArray && out.element instanceof z.ZodType ? out.element : undefined;
}

/** What else than null it may be, where that is of one type. */
function nullable({ anyOf = [] }: z.core.JSONSchema.BaseSchema): z.core.JSONSchema.BaseSchema | undefined {
  const [given, none] = anyOf;
  const isNullable = anyOf.length === 2 && none?.type === 'null';
  return isNullable && typeof given?.type === 'string' && !given.enum && !('const' in given)
    ? given
    : undefined;
}
