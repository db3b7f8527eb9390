import type { Checklist } from '../checklist.contract.ts';
import { quoted, warning, type Issue } from '../issue.ts';

export type FieldGroup = {
  name: string;
  rule: NonNullable<Checklist['groups']>[number]['rule'];
  fields: readonly string[];
};

/** The groups of a checklist that ask for something. */
export function groupsWithRule({ groups = [], fields }: Checklist): FieldGroup[] {
  return groups
    .filter((group) => group.rule !== 'any')
    .map((group) => ({
      ...group,
      fields: fields.filter((field) => field.group === group.name).map((field) => field.name),
    }));
}

/** ENA's newer service is not known to enforce these, so that breaking one does not block. */
export function groupIssue(group: FieldGroup, filled: number): Issue | undefined {
  const list = group.fields.map(quoted).join(', ');
  if (filled === 0 && (group.rule === 'one' || group.rule === 'at_least_one')) {
    return warning(
      'group.missing',
      `${group.rule === 'one' ? 'One' : 'At least one'} of these fields should be given: ${list}.`,
    );
  }
  if (filled > 1 && (group.rule === 'one' || group.rule === 'at_most_one')) {
    return warning('group.many', `Only one of these fields should be given: ${list}.`);
  }
  return undefined;
}
