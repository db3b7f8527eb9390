import type { CompiledField } from '../compiled-checklist.ts';
import { error, type Issue } from '../issue.ts';

/** Characters are counted as XML Schema counts them: a letter outside the basic plane is one. */
export const characters = (value: string): number => [...value].length;

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
