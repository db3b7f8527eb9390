import { accepts, type CompiledField } from '../compiled-checklist.ts';
import { error, quoted, type Issue } from '../issue.ts';

/** A value that does not match the field's pattern, said in words where the pattern is a number. */
export function patternIssue(value: string, field: CompiledField): Issue | undefined {
  const { pattern } = field;
  if (!pattern || pattern.matches(value)) return undefined;
  const meant =
    likelyValues(value).find((candidate) => candidate !== value && accepts(field, candidate)) ?? null;
  const asked = numberAsked(field);
  if (asked === undefined)
    return error(
      'field.pattern',
      `${quoted(value)} does not have the form this field takes: ${quoted(pattern.source)}.`,
      meant,
    );
  const hasUnit = field.units && /\d\s*[\p{L}%°µμ]/u.test(value);
  const where = hasUnit ? ' The unit belongs in the units row.' : '';
  return error('field.pattern', `${quoted(value)} is not ${asked}, which this field takes.${where}`, meant);
}

/** @returns undefined when the field does not take numbers */
function numberAsked(field: CompiledField): string | undefined {
  const takes = (value: string) => accepts(field, value);
  if (!takes('1') || takes('a')) return undefined;
  const kind = takes('1.5') ? 'a number' : 'a whole number';
  return takes('-1') ? kind : `${kind} without a sign`;
}

const nearlyNumber = /^[~≈]?\s*([+-]?\d[\d ]*(?:[.,]\d+)?(?:[Ee][+-]?\d+)?)\s*(?:[\p{L}%°µμ][^\d]*[23]?)?$/u;

/** What a person may have meant by a value that is nearly a number: `1,5`, `0.22 µm`, `007`, `.5`, `12.0`. */
function likelyValues(value: string): string[] {
  if (value.length > 60) return [];
  const number = nearlyNumber.exec(value)?.[1]?.replaceAll(' ', '').replace(',', '.');
  const withoutZeros = number?.replace(/^([+-]?)0+(?=\d)/, '$1');
  return [
    number,
    withoutZeros,
    value.replace(/^\./, '0.'),
    value.replace(/\.0+$/, ''),
    value.toLowerCase(),
  ].filter((candidate) => candidate !== undefined);
}
