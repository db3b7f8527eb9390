import { changesBetween } from '../audit/audit-event.ts';
import type { ChangeRecord } from './record.contract.ts';
import { flatDetails } from './reads/flat-details.ts';
import type { RecordRow } from './record-rows.ts';

/**
 * The record with the given values in place of its own. An attribute that is given a blank value is taken out; one
 * that it has not had yet is added at the end. A unit that is not given stays, or is that of the sheet's column.
 */
export function changedRecord<Row extends RecordRow>(
  before: Row,
  { attributes, details: _details, ...given }: ChangeRecord,
  columns: readonly { field: string; unit: string | null }[] = [],
): Row {
  const fields = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  // A map: a tag may be called like a member of every object.
  const changes = new Map(Object.entries(attributes ?? {}));
  const kept = before.attributes.map((attribute) => {
    const change = changes.get(attribute.tag);
    changes.delete(attribute.tag);
    return change
      ? { ...attribute, value: change.value, unit: change.unit === undefined ? attribute.unit : change.unit }
      : attribute;
  });
  const usual = (tag: string) => columns.find(({ field }) => field === tag)?.unit ?? null;
  const added = [...changes].map(([tag, { value, unit }]) => ({
    tag,
    value,
    unit: unit === undefined ? usual(tag) : unit,
  }));
  const filled = [...kept, ...added].filter(({ value }) => value.trim() !== '');
  return { ...before, ...fields, attributes: filled };
}

/** What the change log says of it: the changed fields, each attribute and its unit by name, before and after. */
export function recordChanges(before: RecordRow, after: RecordRow): ReturnType<typeof changesBetween> {
  const was = flat(before);
  const is = flat(after);
  const removed = Object.keys(was).filter((field) => !Object.hasOwn(is, field));
  return changesBetween(was, { ...is, ...Object.fromEntries(removed.map((field) => [field, null])) });
}

const flat = ({
  alias,
  title,
  description,
  taxonId,
  scientificName,
  attributes,
  details,
}: RecordRow): Record<string, string> => ({
  alias,
  title,
  description,
  taxonId,
  scientificName,
  ...flatDetails(details),
  ...Object.fromEntries(attributes.map(({ tag, value }) => [`attribute:${tag}`, value])),
  ...Object.fromEntries(
    attributes.flatMap(({ tag, unit }) => (unit === null ? [] : [[`unit:${tag}`, unit]])),
  ),
});
