import type { CompiledField } from '../compiled-checklist.ts';
import { error, quoted, warning, type Issue } from '../issue.ts';

/** A field that lists units needs one of them with every value; others take none (ENA: "must have required property 'unit'"). */
export function unitIssue(unit: string, field: CompiledField, isMissing: boolean): Issue | undefined {
  const { units } = field;
  if (!field.isListed || units?.has(unit)) return undefined;
  if (!units)
    return unit === ''
      ? undefined
      : warning('unit.unexpected', `This field takes no unit, but the sheet gives ${quoted(unit)}.`);
  if (unit === '') return absentUnit(units, field, isMissing);
  const meant = sameUnit(unit, units);
  const severity = field.hasMoreUnits ? warning : error;
  const list = `${[...units].join(', ')}${field.hasMoreUnits ? ' (others may be too)' : ''}`;
  return severity(
    'unit.wrong',
    `${quoted(unit)} is not one of the units of this field: ${list}.`,
    meant ?? null,
  );
}

function absentUnit(units: ReadonlySet<string>, field: CompiledField, isMissing: boolean): Issue {
  const [only, ...others] = units;
  const suggestion = others.length === 0 && !field.hasMoreUnits ? (only ?? null) : null;
  const message = `The unit is missing; this field takes ${[...units].join(', ')}. Give it in the row “#units” under the header.`;
  return isMissing
    ? warning('unit.required', message, suggestion)
    : error('unit.required', message, suggestion);
}

/** The listed unit that is written differently: `um` for `µm`, `°C` (degree) for `ºC` (ordinal), `m²` for `m2`, `metres` for `m`. */
function sameUnit(unit: string, units: ReadonlySet<string>): string | undefined {
  const list = [...units];
  return (
    list.find((known) => plain(known) === plain(unit)) ??
    list.find((known) => plain(known).toLowerCase() === plain(unit).toLowerCase())
  );
}

const words: Readonly<Record<string, string>> = {
  'decimal degrees': 'DD',
  degrees: 'DD',
  '°': 'DD',
  metre: 'm',
  meter: 'm',
  metres: 'm',
  meters: 'm',
  celsius: '°C',
  'degrees celsius': '°C',
  'degree celsius': '°C',
  litre: 'L',
  liter: 'L',
  litres: 'L',
  liters: 'L',
  gram: 'g',
  grams: 'g',
  year: 'years',
  month: 'months',
  week: 'weeks',
  day: 'days',
  hour: 'hours',
};

function plain(unit: string): string {
  const spelled = words[unit.trim().toLowerCase()] ?? unit;
  return spelled
    .replaceAll('º', '°')
    .replaceAll(/[µμ]/g, 'u')
    .replaceAll('²', '2')
    .replaceAll('³', '3')
    .replaceAll(/[\s^]/g, '');
}
