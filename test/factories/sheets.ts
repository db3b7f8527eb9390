/** A portal sample sheet to write: one object a sample, its keys are the columns. */
export type NewSheet = {
  checklist?: string | null;
  units?: Readonly<Record<string, string>>;
  samples: readonly Readonly<Record<string, string>>[];
};

const country = 'geographic location (country and/or sea)';

/** A sample that ERC000011 finds nothing wrong with. */
export const sample = (alias: string, more: Readonly<Record<string, string>> = {}) => ({
  tax_id: '4113',
  scientific_name: 'Solanum tuberosum',
  sample_alias: alias,
  sample_title: `Potato leaf ${alias}`,
  sample_description: '',
  'collection date': '2021-05-01',
  [country]: 'Peru',
  ...more,
});

/** So many of them: `S-00001`, `S-00002` … */
export const samples = (count: number, prefix = 'S', more: Readonly<Record<string, string>> = {}) =>
  Array.from({ length: count }, (_, index) =>
    sample(`${prefix}-${String(index + 1).padStart(5, '0')}`, more),
  );

/** The sheet's bytes, as the portal's template has it: checklist, header, units, samples. */
export function sheet({ checklist = 'ERC000011', units, samples: rows }: NewSheet): Buffer {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [
    ...(checklist === null ? [] : [['Checklist', checklist]]),
    columns,
    ...(units ? [columns.map((column, index) => (index === 0 ? '#units' : (units[column] ?? '')))] : []),
    ...rows.map((row) => columns.map((column) => row[column] ?? '')),
  ];
  return Buffer.from(lines.map((cells) => `${cells.join('\t')}\n`).join(''));
}
