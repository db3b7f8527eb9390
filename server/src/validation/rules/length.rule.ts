import type { CompiledField } from '../compiled-checklist.ts';
import { error, type Issue } from '../issue.ts';
import { characters } from '../study-text.contract.ts';

export function lengthIssue(value: string, field: CompiledField): Issue | undefined {
  const isShort = value.length <= field.maxLength && value.length >= field.minLength * 2;
  const length = isShort ? value.length : characters(value);
  if (length > field.maxLength)
    return error(
      'field.length',
      `This value has ${length} characters; ENA takes at most ${field.maxLength}.`,
    );
  if (length < field.minLength)
    return error(
      'field.length',
      `This value has ${length} characters; ENA asks for at least ${field.minLength}.`,
    );
  return undefined;
}
