import { type ArgumentMetadata, StandardSchemaValidationPipe } from '@nestjs/common';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { type FieldError, invalid } from '../errors/app.error.ts';
import { unusableIn } from './plain-input.ts';

/** Checks bodies, queries and parameters against their schemas; what does not fit is a 422 that names every field. */
class SchemaPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({ exceptionFactory: (issues) => refuse(issues.slice(0, 200).flatMap(fieldErrors)) });
  }

  override async transform<T = unknown>(value: T, metadata: ArgumentMetadata): Promise<T> {
    if (metadata.schema && this.toValidate(metadata)) {
      const unusable = unusableIn(value);
      if (unusable.length > 0) throw refuse(unusable);
    }
    return super.transform(value, metadata);
  }
}

export const schemaPipe = () => new SchemaPipe();

const refuse = (errors: readonly FieldError[]) =>
  invalid('request.invalid', 'The request has fields that cannot be used as they are.', errors);

/** zod reports all unknown keys of an object as one issue; each gets its own line. */
function fieldErrors(issue: StandardSchemaV1.Issue & { code?: string; keys?: string[] }): FieldError[] {
  const path = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part));
  if (issue.code === 'unrecognized_keys' && issue.keys) {
    return issue.keys.map((key) => ({
      path: [...path, key].join('.'),
      message: 'is not a field of this request',
    }));
  }
  return [{ path: path.join('.'), message: issue.message }];
}
