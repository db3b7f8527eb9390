import { RE2JS, RE2JSException } from 're2js';

/** A checklist's pattern, compiled. */
export type ValuePattern = { source: string; matches(value: string): boolean };

/** Why a pattern cannot be used. */
export class PatternError extends Error {}

/**
 * Compiles a pattern of a checklist. It has to match the whole value: ENA's patterns are alternations with anchors
 * inside some of the branches (`(^…$)|(^not collected$)`) and none in others (`[0-9]+`).
 *
 * Patterns come from imported files, so they run on RE2, whose time is linear in the value's length whatever the
 * pattern; what RE2 does not know (look-around, back references) is refused at import.
 *
 * @throws PatternError
 */
export function valuePattern(source: string): ValuePattern {
  try {
    const compiled = RE2JS.compile(source);
    return { source, matches: (value) => compiled.matches(value) };
  } catch (cause) {
    if (!(cause instanceof RE2JSException)) throw cause;
    throw new PatternError(`the pattern ${source} cannot be used: ${cause.message}`, { cause });
  }
}
