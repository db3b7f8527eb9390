import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { webinDocument, webinParts } from '../webin-document.ts';
import { DocumentTooLargeError, documentBytes } from './document-bytes.ts';
import type { ProjectInput } from './project.xml.ts';
import { projectXml } from './project.xml.ts';
import type { SampleInput } from './sample.xml.ts';
import { sampleXml } from './sample.xml.ts';
import { registration, submissionXml } from './submission.xml.ts';
import { UnsendableError } from './unsendable.error.ts';

const submission = registration({ alias: 'SUB-1', holdUntilDate: '2027-03-01', centerName: 'SeqDB' });
const project: ProjectInput = {
  alias: 'SEQDB-P1',
  title: 'Potato cultivars of the Andes',
  description: 'Whole genome sequences of potato cultivars.',
  centerName: 'SeqDB',
};
const sample: SampleInput = {
  alias: 'SEQDB-S1',
  title: 'Papa amarilla',
  taxonId: 4113,
  scientificName: 'Solanum tuberosum',
  checklist: 'ERC000011',
  attributes: [
    { tag: 'collection date', value: '2021-05-04' },
    { tag: 'geographic location (latitude)', value: '-11.1', units: 'DD' },
  ],
};
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');

describe('a Webin v2 document', () => {
  it('is written the same way every time', () => {
    const document = { submission, projects: [project], samples: [sample] };
    expect(text(webinDocument(document))).toBe(
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<WEBIN>',
        '<SUBMISSION_SET>',
        '  <SUBMISSION alias="SUB-1" center_name="SeqDB">',
        '    <ACTIONS>',
        '      <ACTION><ADD/></ACTION>',
        '      <ACTION><HOLD HoldUntilDate="2027-03-01"/></ACTION>',
        '    </ACTIONS>',
        '  </SUBMISSION>',
        '</SUBMISSION_SET>',
        '<PROJECT_SET>',
        '  <PROJECT alias="SEQDB-P1" center_name="SeqDB">',
        '    <TITLE>Potato cultivars of the Andes</TITLE>',
        '    <DESCRIPTION>Whole genome sequences of potato cultivars.</DESCRIPTION>',
        '    <SUBMISSION_PROJECT><SEQUENCING_PROJECT/></SUBMISSION_PROJECT>',
        '  </PROJECT>',
        '</PROJECT_SET>',
        '<SAMPLE_SET>',
        '  <SAMPLE alias="SEQDB-S1">',
        '    <TITLE>Papa amarilla</TITLE>',
        '    <SAMPLE_NAME><TAXON_ID>4113</TAXON_ID><SCIENTIFIC_NAME>Solanum tuberosum</SCIENTIFIC_NAME></SAMPLE_NAME>',
        '    <SAMPLE_ATTRIBUTES>',
        '      <SAMPLE_ATTRIBUTE><TAG>collection date</TAG><VALUE>2021-05-04</VALUE></SAMPLE_ATTRIBUTE>',
        '      <SAMPLE_ATTRIBUTE><TAG>geographic location (latitude)</TAG><VALUE>-11.1</VALUE><UNITS>DD</UNITS></SAMPLE_ATTRIBUTE>',
        '      <SAMPLE_ATTRIBUTE><TAG>ENA-CHECKLIST</TAG><VALUE>ERC000011</VALUE></SAMPLE_ATTRIBUTE>',
        '    </SAMPLE_ATTRIBUTES>',
        '  </SAMPLE>',
        '</SAMPLE_SET>',
        '</WEBIN>',
        '',
      ].join('\n'),
    );
    const digest = () => createHash('sha256').update(webinDocument(document)).digest('hex');
    expect(digest()).toBe(digest());
  });

  it('has no empty sets, and no parts for them', () => {
    expect(text(webinDocument({ submission, projects: [], samples: [] }))).not.toContain('PROJECT');
    expect(Object.keys(webinParts({ submission, projects: [], samples: [sample] }))).toEqual([
      'SUBMISSION',
      'SAMPLE',
    ]);
  });

  it('refuses two records with one alias', () => {
    expect(() => webinDocument({ submission, samples: [sample, sample] })).toThrow(
      new UnsendableError('sample', 'SEQDB-S1', 'alias', 'is given twice'),
    );
  });

  it('stops at the size ENA takes, not after it', () => {
    let made = 0;
    function* endless(): Generator<SampleInput> {
      for (;;) yield { ...sample, alias: `S${made++}` };
    }
    expect(() => webinDocument({ submission, samples: endless() })).toThrow(DocumentTooLargeError);
    expect(made).toBeLessThan(40_000);
    expect(() => documentBytes(['12345', '678'], 8)).not.toThrow();
    expect(() => documentBytes(['12345', 'ä78'], 8)).toThrow(DocumentTooLargeError);
  });
});

describe('what cannot be sent is refused with record and field', () => {
  const cases: [string, () => string, string][] = [
    [
      'a control character',
      () => sampleXml({ ...sample, title: 'a\u0001b' }),
      'sample "SEQDB-S1", title: contains U+0001 (character 2), which XML cannot carry',
    ],
    [
      'half a surrogate pair',
      () => sampleXml({ ...sample, description: 'x\ud800' }),
      'sample "SEQDB-S1", description: contains U+D800 (character 2), which XML cannot carry',
    ],
    [
      'a noncharacter in an attribute',
      () => sampleXml({ ...sample, attributes: [{ tag: 'host', value: '\uffff' }] }),
      'sample "SEQDB-S1", host: contains U+FFFF (character 1), which XML cannot carry',
    ],
    [
      'a control character in a tag',
      () => sampleXml({ ...sample, attributes: [{ tag: 'a\u0000', value: 'x' }] }),
      'attribute name: contains U+0000',
    ],
    [
      'units that cannot be written',
      () => sampleXml({ ...sample, attributes: [{ tag: 'depth', value: '1', units: '\u001b' }] }),
      'depth (units): contains U+001B',
    ],
    [
      'an attribute without a name',
      () => sampleXml({ ...sample, attributes: [{ tag: ' ', value: 'x' }] }),
      'attribute: has no name',
    ],
    ['an empty alias', () => sampleXml({ ...sample, alias: '' }), 'alias: is empty'],
    [
      'an alias that would be trimmed',
      () => sampleXml({ ...sample, alias: 'A ' }),
      'alias: starts or ends with a space',
    ],
    [
      'an alias with a line break',
      () => projectXml({ ...project, alias: 'A\nB' }),
      'alias: contains a tab or line break',
    ],
    [
      'no taxon',
      () => sampleXml({ ...sample, taxonId: Number.NaN }),
      'taxon id: NaN is not a taxonomy identifier',
    ],
    ['a taxon beyond the schema', () => sampleXml({ ...sample, taxonId: 2 ** 31 }), 'taxon id'],
    [
      'a checklist that is none',
      () => sampleXml({ ...sample, checklist: 'ERC000011:1.3' }),
      'ENA-CHECKLIST: "ERC000011:1.3" is not',
    ],
    [
      'a checklist given twice',
      () => sampleXml({ ...sample, attributes: [{ tag: 'ena-checklist', value: 'ERC000012' }] }),
      'is given once',
    ],
    [
      'a short title',
      () => projectXml({ ...project, title: 'Potatoes' }),
      'project "SEQDB-P1", title: has 8 characters, ENA takes 20 to 250',
    ],
    [
      'a title of few characters in many units',
      () => projectXml({ ...project, title: '🥔'.repeat(19) }),
      'title',
    ],
    [
      'a long description',
      () => projectXml({ ...project, description: 'x'.repeat(4001) }),
      'description: has 4001',
    ],
    [
      'ADD that leaves the date to ENA',
      () => submissionXml({ alias: 'S', actions: [{ type: 'ADD' }] }),
      'ADD needs a HOLD with a date',
    ],
    ['no action', () => submissionXml({ alias: 'S', actions: [] }), 'there are none'],
    [
      'a day that no month has',
      () => submissionXml(registration({ alias: 'S', holdUntilDate: '2027-02-30' })),
      '"2027-02-30" is not a date',
    ],
    [
      'a date in another form',
      () => submissionXml(registration({ alias: 'S', holdUntilDate: '01-03-2027' })),
      'is not a date',
    ],
    [
      'an empty target',
      () => submissionXml({ actions: [{ type: 'CANCEL', target: '' }] }),
      'has an empty target',
    ],
  ];
  it.each(cases)('%s', (_what, build, message) => {
    expect(build).toThrow(UnsendableError);
    expect(build).toThrow(message);
  });
});
