import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checklistFiles } from '../../../seeds/checklists/checklist-files.ts';
import { ChecklistFileError, readChecklistXml } from './checklist-xml.reader.ts';
import { compiled } from './compiled-checklist.ts';

const field = (inner: string, name = 'depth') =>
  `<FIELD><LABEL>${name}</LABEL><NAME>${name.replaceAll(' ', '_')}</NAME>${inner}</FIELD>`;
const optional = '<MANDATORY>optional</MANDATORY><MULTIPLICITY>single</MULTIPLICITY>';
const group = (fields: string, rule = 'Any number or none of the fields') =>
  `<FIELD_GROUP restrictionType="${rule}"><NAME>place</NAME>${fields}</FIELD_GROUP>`;
const file = (groups: string, attributes = 'accession="ERC000099" checklistType="Sample"') =>
  `<?xml version="1.0" encoding="UTF-8"?><CHECKLIST_SET><CHECKLIST ${attributes}><IDENTIFIERS><PRIMARY_ID>ERC000099</PRIMARY_ID></IDENTIFIERS>` +
  `<DESCRIPTOR><LABEL>a checklist</LABEL><NAME>a_checklist</NAME><DESCRIPTION>for tests</DESCRIPTION><AUTHORITY>ENA</AUTHORITY>${groups}</DESCRIPTOR></CHECKLIST></CHECKLIST_SET>`;
const read = (xml: string | Uint8Array) =>
  readChecklistXml(typeof xml === 'string' ? Buffer.from(xml) : xml, { version: '2026-07-27' });

function problemsOf(xml: string): readonly string[] {
  try {
    read(xml);
  } catch (error) {
    if (error instanceof ChecklistFileError) return error.problems;
    throw error;
  }
  throw new Error('the file was read');
}

it('reads what a checklist says, by name and not by order', () => {
  const number =
    '<FIELD_TYPE><TEXT_FIELD><REGEX_VALUE>[0-9]+</REGEX_VALUE><MIN_LENGTH>1</MIN_LENGTH><MAX_LENGTH>9</MAX_LENGTH></TEXT_FIELD></FIELD_TYPE>';
  const units = '<UNITS><UNIT>m</UNIT><UNIT>mm</UNIT></UNITS>';
  const list =
    '<FIELD_TYPE><TEXT_CHOICE_FIELD><TEXT_VALUE><VALUE>female</VALUE><SYNONYM>f</SYNONYM></TEXT_VALUE><TEXT_VALUE><VALUE> male </VALUE></TEXT_VALUE></TEXT_CHOICE_FIELD></FIELD_TYPE>';
  const fields =
    field(`${optional}${number}${units}<SYNONYM>depth_m</SYNONYM><DESCRIPTION>how deep</DESCRIPTION>`) +
    field(`${list}<MULTIPLICITY>multiple</MULTIPLICITY><MANDATORY>mandatory</MANDATORY>`, 'host sex') +
    field('<FIELD_TYPE><TEXT_AREA_FIELD/></FIELD_TYPE><MANDATORY>recommended</MANDATORY>', 'notes');
  const [checklist] = read(file(group(fields, 'At least one of the fields')));
  expect(checklist).toEqual({
    accession: 'ERC000099',
    version: '2026-07-27',
    label: 'a checklist',
    description: 'for tests',
    authority: 'ENA',
    groups: [{ name: 'place', rule: 'at_least_one' }],
    fields: [
      {
        name: 'depth',
        description: 'how deep',
        synonyms: ['depth_m'],
        requirement: 'optional',
        type: 'text',
        pattern: '[0-9]+',
        minLength: 1,
        maxLength: 9,
        units: ['m', 'mm'],
        group: 'place',
      },
      {
        name: 'host sex',
        requirement: 'mandatory',
        type: 'choice',
        choices: [{ value: 'female', synonyms: ['f'] }, { value: 'male' }],
        multiple: true,
        group: 'place',
      },
      { name: 'notes', requirement: 'recommended', type: 'textarea', group: 'place' },
    ],
  });
});

it('reads a checklist without its set, in another encoding', () => {
  const one = file(group(field(optional, 'Größe')))
    .replaceAll(/<\/?CHECKLIST_SET>/g, '')
    .replace('UTF-8', 'ISO-8859-1');
  expect(read(Buffer.from(one, 'latin1'))[0]?.fields[0]?.name).toBe('Größe');
});

describe('a file that is no checklist is refused with what is wrong', () => {
  const good = group(field(optional));
  it.each([
    ['no XML', 'Checklist\tERC000011', /not well-formed XML at line 1/],
    ['cut short', file(good).slice(0, -30), /not well-formed XML/],
    ['another document', '<SAMPLE_SET/>', /no CHECKLIST; its root is SAMPLE_SET/],
    ['a document type', `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>${file(good)}`, /DOCTYPE/],
    [
      'a checklist of sequences',
      file(good, 'accession="ERC000099" checklistType="Sequence"'),
      /ERC000099: it is a checklist of Sequence/,
    ],
    [
      'a wrong accession',
      file(good, 'accession="ERT000002"'),
      /ERT000002: accession: must look like ERC000011/,
    ],
    ['no fields', file(''), /ERC000099: fields/],
    [
      'a field without label',
      file(group(`<FIELD><NAME>x</NAME>${optional}</FIELD>`)),
      /field “x” of group “place”: it has no LABEL/,
    ],
    [
      'an unknown type',
      file(group(field(`<FIELD_TYPE><NUMBER_FIELD/></FIELD_TYPE>${optional}`))),
      /field “depth” .*unknown FIELD_TYPE NUMBER_FIELD/,
    ],
    ['an unknown requirement', file(group(field('<MANDATORY>must</MANDATORY>'))), /MANDATORY is “must”/],
    [
      'a choice without choices',
      file(group(field(`<FIELD_TYPE><TEXT_CHOICE_FIELD/></FIELD_TYPE>${optional}`))),
      /choices/,
    ],
    ['the same field twice', file(group(field(optional) + field(optional))), /“depth” is listed twice/],
    [
      'an unknown group rule',
      file(group(field(optional), 'Two of the fields')),
      /unknown restrictionType “Two of the fields”/,
    ],
  ])('%s', (_, xml, message) => {
    expect(problemsOf(xml).join('\n')).toMatch(message);
  });
});

const ofEna = (accession: string) => read(readFileSync(join(shared, `${accession}.xml`)))[0];

const shared = join(process.env.SEQDB_SHARED ?? '../shared', 'ena', 'checklists');
describe.skipIf(!existsSync(shared))(`ENA's own files in ${shared} (skipped when they are not there)`, () => {
  it('reads a MIxS checklist, which fails ENA’s own schema', () => {
    const mixs = ofEna('ERC000015');
    expect(mixs?.fields).toHaveLength(86);
    expect(mixs?.fields.find(({ name }) => name === 'host total mass')?.units).toEqual(['g', 'kg']);
    expect(mixs && compiled(mixs).fields.size).toBe(86);
  });

  it('says of ERC000011 what the seed says', () => {
    const [seed] = checklistFiles();
    const facts = ({
      name,
      requirement,
      type,
      choices,
      pattern,
    }: NonNullable<ReturnType<typeof ofEna>>['fields'][number]) => ({
      name,
      requirement,
      type,
      // The order of the missing-value terms differs.
      choices: choices?.map(({ value }) => value).toSorted(),
      pattern: pattern?.split('|(^').toSorted(),
    });
    expect(seed?.fields.map(facts)).toEqual(ofEna('ERC000011')?.fields.map(facts));
  });
});
