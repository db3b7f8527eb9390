import type { Study } from './studies.ts';

/** What is wrong with a demo sheet, so that its findings look like those of real sheets. */
export type Flaw = 'none' | 'country' | 'dates' | 'gaps' | 'alias' | 'placeholder' | 'mixed';

/** Every so many rows a flawed sheet has its fault. */
const everyRows = 7;

/** The faults of a `mixed` sheet, row by row. */
const mixture: readonly Flaw[] = [
  'none',
  'country',
  'none',
  'dates',
  'none',
  'placeholder',
  'none',
  'none',
  'gaps',
  'none',
  'alias',
  'none',
];

/** A portal sample sheet of a study. */
export function sheetOf(study: Study, flaw: Flaw): Buffer {
  const names = [
    'collection date',
    'geographic location (country and/or sea)',
    ...Object.keys(study.columns),
  ];
  const header = [
    'tax_id',
    'scientific_name',
    'sample_alias',
    'sample_title',
    'sample_description',
    ...names,
  ];
  const units = ['#units', '', '', '', '', ...names.map((name) => study.units?.[name] ?? '')];
  const rows = Array.from({ length: study.samples }, (_, index) => rowOf(study, index, flawOf(flaw, index)));
  const lines = [['Checklist', study.checklist], header, units, ...rows].map(
    (cells) => `${cells.join('\t')}\n`,
  );
  return Buffer.from(lines.join(''));
}

function flawOf(flaw: Flaw, index: number): Flaw {
  if (flaw === 'mixed') return mixture[index % mixture.length] ?? 'none';
  return index % everyRows === everyRows - 1 ? flaw : 'none';
}

const numberOf = (index: number) => String(index + 1).padStart(3, '0');

/** What the sheet of a study calls its sample at a place, from 0. */
export const aliasOf = ({ prefix }: Study, index: number): string => `${prefix}-${numberOf(index)}`;

function rowOf(study: Study, index: number, flaw: Flaw): string[] {
  const alias = aliasOf(study, flaw === 'alias' ? 0 : index);
  const further = Object.values(study.columns).map((values) => values[index % values.length] ?? '');
  return [
    flaw === 'gaps' ? '' : String(study.taxonId),
    study.organism,
    alias,
    `${study.prefix} ${numberOf(index)}, ${study.organism}`,
    '',
    flaw === 'dates' ? '31.04.2025' : collected(index),
    flaw === 'country' ? study.country.toUpperCase() : study.country,
    ...(flaw === 'placeholder' ? further.map(() => 'NA') : further),
  ];
}

/** A day of the season, two days further with each sample. */
const collected = (index: number) =>
  new Date(Date.UTC(2025, 3, 2 + 2 * (index % 80))).toISOString().slice(0, 10);
