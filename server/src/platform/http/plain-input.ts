import type { FieldError } from '../errors/app.error.ts';

/** Names that reach an object's prototype where a program copies keys without care. */
const prototypeKeys = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * What no field can take, whatever its schema: the character U+0000 and halves of surrogate pairs, which PostgreSQL
 * cannot store, and keys that would reach a prototype.
 *
 * @param input a parsed body, query or set of parameters
 * @returns one error a place, at most 100
 */
export function unusableIn(input: unknown): FieldError[] {
  const errors: FieldError[] = [];
  const stack: [path: string, value: unknown][] = [['', input]];
  for (let next = stack.pop(); next && errors.length < 100; next = stack.pop()) {
    const [path, value] = next;
    if (typeof value === 'string' && !isStorable(value))
      errors.push({ path, message: 'has a character that is no text (U+0000 or half a surrogate pair)' });
    if (!isPlain(value)) continue;
    for (const key of Object.keys(value)) {
      const place = path === '' ? key : `${path}.${key}`;
      if (prototypeKeys.has(key) || !isStorable(key))
        errors.push({ path: place, message: 'is not a field of this request' });
      else stack.push([place, value[key]]);
    }
  }
  return errors;
}

const isStorable = (text: string) => !text.includes('\0') && text.isWellFormed();

/** Objects and arrays as parsers make them; not streams of files. */
function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || isBare(prototype);
}

/** The query parser makes objects whose prototype is null, or an empty object with that prototype. */
const isBare = (prototype: unknown): boolean =>
  prototype === null ||
  (typeof prototype === 'object' &&
    Object.getPrototypeOf(prototype) === null &&
    Object.keys(prototype).length === 0);
