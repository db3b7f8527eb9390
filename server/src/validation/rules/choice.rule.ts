import { country, region, type CompiledField } from '../compiled-checklist.ts';
import { error, quoted, type Issue } from '../issue.ts';

/** A value that is not on the field's list, with the one that was probably meant: ENA compares character by character. */
export function choiceIssue(value: string, field: CompiledField): Issue | undefined {
  if (!field.choices || field.choices.has(value)) return undefined;
  const meant = field.choiceIndex?.closest(value);
  if (meant !== undefined) {
    return error(
      'field.choice',
      `${quoted(value)} is not in the list of allowed values. Did you mean ${quoted(meant)}?`,
      meant,
    );
  }
  return (
    placeAndRegion(value, field) ??
    error('field.choice', `${quoted(value)} is not in the list of allowed values${shortList(field)}.`)
  );
}

/** `USA: California`, `Sweden, Uppsala`: the part after the country has a field of its own. */
function placeAndRegion(value: string, field: CompiledField): Issue | undefined {
  if (field.name !== country) return undefined;
  const [, before = '', after = ''] = /^([^:,;/(]+)[:,;/(]\s*(.*?)\)?$/.exec(value) ?? [];
  const meant = field.choices?.has(before.trim()) ? before.trim() : field.choiceIndex?.same(before);
  if (meant === undefined || after === '') return undefined;
  return error(
    'field.choice',
    `This field takes the country alone, ${quoted(meant)}. Put ${quoted(after)} in ${quoted(region)}.`,
    meant,
  );
}

function shortList({ choices }: CompiledField): string {
  return choices && choices.size <= 12 ? `: ${[...choices].join(', ')}` : '';
}
