import type { ChecklistSummary } from '@contract/validation/checklists.contract.ts';
import type { SortPayload } from 'react-admin';

const columns: Record<string, (row: ChecklistSummary) => string | number> = {
  accession: ({ accession }) => accession,
  label: ({ label }) => label.toLocaleLowerCase(),
  fields: ({ fieldCount }) => fieldCount,
  mandatory: ({ mandatoryCount }) => mandatoryCount,
  installed: ({ installedAt }) => installedAt,
};

const order = (one: string | number, other: string | number) =>
  typeof one === 'string' && typeof other === 'string'
    ? one.localeCompare(other)
    : Number(one) - Number(other);

/** The checklists whose accession or label has every word of `q`, in order; where rows are equal, by accession. */
export const arranged = <Row extends ChecklistSummary>(
  rows: readonly Row[],
  q: string,
  sort: SortPayload,
): Row[] => {
  const words = q.toLocaleLowerCase().split(/\s+/);
  const by = columns[sort.field] ?? columns['accession'];
  const direction = sort.order === 'DESC' ? -1 : 1;
  return rows
    .filter(({ accession, label }) =>
      words.every((word) => `${accession} ${label}`.toLocaleLowerCase().includes(word)),
    )
    .sort((one, other) => {
      const found = by === undefined ? 0 : order(by(one), by(other)) * direction;
      return found === 0 ? order(one.accession, other.accession) : found;
    });
};
