import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { experimentXml } from '../../webin/xml/experiment.xml.ts';
import { projectXml } from '../../webin/xml/project.xml.ts';
import { runXml } from '../../webin/xml/run.xml.ts';
import { type SampleInput, sampleXml } from '../../webin/xml/sample.xml.ts';
import { differencesBetween } from './compare-objects.ts';
import { type ObjectFacts, objectFacts } from './object-facts.ts';
import { SentObjects } from './sent-objects.ts';

const sample: SampleInput = {
  alias: 'SQDBS0000000123',
  title: 'Leaf of a potato',
  taxonId: 4113,
  scientificName: 'Solanum tuberosum',
  description: 'Third leaf',
  checklist: 'ERC000011',
  attributes: [
    { tag: 'collection date', value: '2021-05' },
    { tag: 'depth', value: '3', units: 'm' },
  ],
};
const text = fc.stringMatching(/^[ -~äé]{1,30}$/).filter((one) => one.trim() !== '');
const tags = fc.uniqueArray(
  fc.record({ tag: text, value: text, units: fc.option(text, { nil: undefined }) }),
  {
    selector: ({ tag }) => tag.trim().replace(/\s+/g, ' '),
    maxLength: 6,
  },
);

function facts(xml: string, element = 'SAMPLE'): ObjectFacts {
  const read = objectFacts(xml, element);
  if (!read) throw new Error(`cannot be read: ${xml}`);
  return read;
}

const given = (input: Partial<SampleInput> = {}) => facts(sampleXml({ ...sample, ...input }));
const difference = (sent: ObjectFacts, got: ObjectFacts, element = 'SAMPLE') =>
  differencesBetween(sent, got, element);

/** As ENA gives a sample back: with its identifiers, and with what it adds. */
const asEna = (xml: string, added = '') =>
  xml
    .replace('<SAMPLE ', '<SAMPLE accession="ERS1234567" broker_name="SeqDB" ')
    .replace(
      />/,
      '><IDENTIFIERS><PRIMARY_ID>ERS1234567</PRIMARY_ID><EXTERNAL_ID namespace="BioSample">SAMEA1234567</EXTERNAL_ID><SUBMITTER_ID namespace="Webin-1">x</SUBMITTER_ID></IDENTIFIERS>',
    )
    .replace(
      '</SAMPLE_ATTRIBUTES>',
      `${added}<SAMPLE_ATTRIBUTE><TAG>ENA-FIRST-PUBLIC</TAG><VALUE>2026-01-01</VALUE></SAMPLE_ATTRIBUTE>
       <SAMPLE_ATTRIBUTE><TAG>INSDC status</TAG><VALUE>live</VALUE></SAMPLE_ATTRIBUTE></SAMPLE_ATTRIBUTES>`,
    )
    .replaceAll('>\n', '>\n\n   ');

describe('what ENA gives back', () => {
  it('is the same as what was sent, in another layout and with what ENA adds', () => {
    const got = facts(`<SAMPLE_SET>${asEna(sampleXml(sample))}</SAMPLE_SET>`);
    expect(got).toMatchObject({ accession: 'ERS1234567', biosample: 'SAMEA1234567' });
    expect(difference(given(), got)).toEqual([]);
  });

  it('may leave out the checklist, and name the taxon and a title where none was sent', () => {
    const sent = given({ title: undefined, scientificName: undefined });
    const got = facts(asEna(sampleXml({ ...sample, title: 'Made by ENA', checklist: undefined })));
    expect(difference(sent, got)).toEqual([]);
  });

  it.each<[string, Partial<SampleInput>, RegExp]>([
    [
      'another title',
      { title: 'Root of a potato' },
      /TITLE: sent “Leaf of a potato”, ENA has “Root of a potato”/,
    ],
    ['no title', { title: undefined }, /TITLE: sent .*ENA has nothing/],
    ['another taxon', { taxonId: 4081 }, /SAMPLE_NAME\/TAXON_ID: sent “4113”, ENA has “4081”/],
    [
      'another checklist',
      { checklist: 'ERC000028' },
      /ENA-CHECKLIST”: sent “ERC000011”, ENA has “ERC000028”/,
    ],
    ['another alias', { alias: 'SQDBS0000000456' }, /its alias/],
    [
      'a value of an attribute',
      { attributes: [sample.attributes![0]!, { tag: 'depth', value: '4', units: 'm' }] },
      /“depth”: sent “3 m”, ENA has “4 m”/,
    ],
    [
      'other units',
      { attributes: [sample.attributes![0]!, { tag: 'depth', value: '3', units: 'km' }] },
      /“depth”: sent “3 m”, ENA has “3 km”/,
    ],
    ['no attribute', { attributes: [sample.attributes![0]!] }, /“depth”: sent “3 m”, ENA has nothing/],
    [
      'an attribute more',
      { attributes: [...sample.attributes!, { tag: 'sex', value: 'male' }] },
      /“sex”: sent nothing, ENA has “male”/,
    ],
    [
      'an attribute twice',
      { attributes: [...sample.attributes!, { tag: 'depth', value: '3', units: 'm' }] },
      /“depth”/,
    ],
  ])('with %s is something else', (_what, change, expected) => {
    expect(difference(given(), facts(asEna(sampleXml({ ...sample, ...change })))).join('; ')).toMatch(
      expected,
    );
  });

  it('differs from any other sample, and never from itself', () => {
    const inputs = fc.record({ title: text, taxonId: fc.integer({ min: 1, max: 9 }), attributes: tags });
    const key = ({
      title,
      taxonId,
      attributes,
    }: {
      title: string;
      taxonId: number;
      attributes: readonly object[];
    }) =>
      JSON.stringify([title, taxonId, attributes])
        .replaceAll(/\s+/g, ' ')
        .replaceAll(/ (?=")|(?<=") /g, '');
    fc.assert(
      fc.property(inputs, inputs, (one, other) => {
        const [sent, got] = [given(one), facts(asEna(sampleXml({ ...sample, ...other })))];
        expect(difference(sent, given(one))).toEqual([]);
        expect(difference(given(other), got)).toEqual([]);
        if (one.title.trim() !== other.title.trim() || one.taxonId !== other.taxonId)
          expect(difference(sent, got)).not.toEqual([]);
        if (key(one) === key(other)) expect(difference(sent, got)).toEqual([]);
      }),
    );
  });
});

const library = {
  strategy: 'RNA-Seq',
  source: 'TRANSCRIPTOMIC',
  selection: 'PolyA',
  layout: 'SINGLE',
  name: 'L1',
  insertSize: null,
} as const;
const experiment = (change: object = {}) =>
  experimentXml({
    alias: 'SQDBX1',
    study: { refname: 'SQDBP1' },
    sample: { refname: 'SQDBS1' },
    designDescription: 'As usual',
    library,
    platform: 'ILLUMINA',
    instrumentModel: 'Illumina MiSeq',
    ...change,
  } as never);
const file = { name: 'a/one.fastq.gz', type: 'fastq', md5: 'a'.repeat(32) };
const run = (files = [file]) => runXml({ alias: 'SQDBR1', experiment: { refname: 'SQDBX1' }, files });

describe('references and files', () => {
  it('are the same when ENA names their target by its accession, too', () => {
    const got = experiment()
      .replace(
        '<STUDY_REF refname="SQDBP1"/>',
        '<STUDY_REF accession="ERP1" refname="SQDBP1"><IDENTIFIERS><PRIMARY_ID>ERP1</PRIMARY_ID></IDENTIFIERS></STUDY_REF>',
      )
      .replace(
        '<SAMPLE_DESCRIPTOR refname="SQDBS1"/>',
        '<SAMPLE_DESCRIPTOR accession="ERS1"><IDENTIFIERS><PRIMARY_ID>ERS1</PRIMARY_ID><SUBMITTER_ID namespace="W">SQDBS1</SUBMITTER_ID></IDENTIFIERS></SAMPLE_DESCRIPTOR>',
      )
      .replace('</DESIGN>', '</DESIGN><PROCESSING/><TITLE>Made by ENA</TITLE>');
    expect(difference(facts(experiment(), 'EXPERIMENT'), facts(got, 'EXPERIMENT'), 'EXPERIMENT')).toEqual([]);
  });

  it.each<[string, object]>([
    ['another sample', { sample: { refname: 'SQDBS2' } }],
    ['another study', { study: { accession: 'PRJEB1' } }],
    ['another layout', { library: { ...library, layout: 'PAIRED' } }],
    ['another strategy', { library: { ...library, strategy: 'WGS' } }],
    ['another instrument', { instrumentModel: 'Illumina HiSeq 2500' }],
  ])('%s is something else', (_what, change) => {
    const [sent, got] = [facts(experiment(), 'EXPERIMENT'), facts(experiment(change), 'EXPERIMENT')];
    expect(difference(sent, got, 'EXPERIMENT')).not.toEqual([]);
  });

  it('of a run are compared by name and checksum, one by one', () => {
    const compared = (files: (typeof file)[]) =>
      difference(facts(run(), 'RUN'), facts(run(files), 'RUN'), 'RUN').length;
    expect(compared([{ ...file, md5: 'A'.repeat(32) }])).toBe(0);
    expect(compared([{ ...file, md5: 'b'.repeat(32) }])).toBe(1);
    expect(compared([{ ...file, name: 'two.fastq.gz' }])).toBe(1);
    expect(compared([file, { ...file, name: 'two.fastq.gz' }])).toBe(1);
    const added = run().replace('checksum_method', 'quality_scoring_system="phred" checksum_method');
    expect(difference(facts(run(), 'RUN'), facts(added, 'RUN'), 'RUN')).toEqual([]);
  });
});

describe('an object in a document that was sent', () => {
  it('is found by type and alias, and only there', () => {
    const aliases = fc.uniqueArray(
      fc.stringMatching(/^[A-Za-z0-9"&<>.' -]{1,12}$/).filter((one) => one.trim() === one && one !== ''),
      {
        minLength: 1,
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(aliases, text, (names, title) => {
        const xml = names
          .map((alias) => sampleXml({ ...sample, alias, title: `${title} ${alias}` }))
          .join('');
        const sent = new SentObjects(Buffer.from(`<WEBIN>\n<SAMPLE_SET>\n${xml}</SAMPLE_SET>\n</WEBIN>\n`));
        for (const alias of names) {
          expect(facts(sent.find('sample', alias) ?? '').alias).toBe(alias.replace(/\s+/g, ' '));
          expect(sent.find('project', alias)).toBeNull();
        }
        expect(sent.find('sample', 'somebody-else-s')).toBeNull();
      }),
    );
  });

  it('that is no XML, or has a DOCTYPE, says nothing', () => {
    const project = projectXml({
      alias: 'P',
      title: 'Potatoes of the Andes',
      description: 'Of three valleys there.',
    });
    expect(objectFacts(project, 'PROJECT')?.alias).toBe('P');
    expect(objectFacts(project, 'SAMPLE')).toBeNull();
    expect(objectFacts('<html><body>down</body>', 'SAMPLE')).toBeNull();
    expect(objectFacts('', 'SAMPLE')).toBeNull();
    expect(objectFacts('<!DOCTYPE a [<!ENTITY b "c">]><SAMPLE alias="&b;"/>', 'SAMPLE')).toBeNull();
  });
});
