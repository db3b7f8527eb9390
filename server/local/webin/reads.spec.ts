import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actions, project, sample } from '../../../test/factories/webin-xml.ts';
import { ADD, analysis, experiment, file, HOLD_DATE, run, set, Trial } from './webin.trial.ts';

const trial = new Trial({ reportDelayMs: 0 });
beforeAll(() => trial.start());
afterAll(() => trial.end());

const md5 = (content: string) => createHash('md5').update(content).digest('hex');
/** Puts a file where FTPS puts it. */
function upload(name: string, content = name): string {
  const path = join(trial.dir, 'upload', 'Webin-40000', name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return md5(content);
}

const everything = (n: string, files: string) =>
  set('PROJECT', project(`p${n}`)) +
  set('SAMPLE', sample(`s${n}`)) +
  set('EXPERIMENT', experiment(`e${n}`, { study: `refname="p${n}"`, sample: `refname="s${n}"` })) +
  set('RUN', run(`r${n}`, files, `refname="e${n}"`)) +
  set('ANALYSIS', analysis(`a${n}`, file('v.vcf.gz', upload('v.vcf.gz'), 'vcf'), refs(n)));
const refs = (n: string) => ({
  refs: `<STUDY_REF refname="p${n}"/><SAMPLE_REF refname="s${n}"/><EXPERIMENT_REF refname="e${n}"/><RUN_REF refname="r${n}"/>`,
});

describe('experiments, runs and analyses', () => {
  it('come with what they refer to, under accessions that nobody takes for real', async () => {
    const sum = upload('sub/1.fastq.gz');
    const receipt = await trial.v2(ADD, everything('1', file('sub/1.fastq.gz', sum)));
    expect(receipt).toMatchObject({ success: true, errors: [] });
    expect(
      receipt.objects.map(({ type, accession, holdUntilDate }) => [type, accession, holdUntilDate]),
    ).toEqual([
      ['analysis', expect.stringMatching(/^ERZ99\d{7}$/), null],
      ['experiment', expect.stringMatching(/^ERX99\d{7}$/), null],
      ['run', expect.stringMatching(/^ERR99\d{7}$/), null],
      ['sample', expect.stringMatching(/^ERS99\d{7}$/), HOLD_DATE],
      ['project', expect.stringMatching(/^PRJEB99\d{7}$/), HOLD_DATE],
    ]);
  });

  it('find by accession what was there before, by either of its accessions', async () => {
    const [sampleId = '', projectId = ''] = await trial.added(
      set('SAMPLE', sample('s2')) + set('PROJECT', project('p2')),
    );
    const { external } = (await trial.object(projectId)) ?? {};
    for (const [alias, study] of [
      ['e2', projectId],
      ['e3', external?.accession],
    ])
      await trial.added(
        set(
          'EXPERIMENT',
          experiment(alias ?? '', { study: `accession="${study}"`, sample: `accession="${sampleId}"` }),
        ),
      );
  });

  it.each([
    [
      set('EXPERIMENT', experiment('x1', { study: 'refname="nowhere"', sample: 'refname="s1"' })),
      'In experiment, alias:"x1", accession:"", In reference:"STUDY_REF", reference alias:"nowhere", reference accession:"". Failed to find referenced study, alias "nowhere".',
    ],
    [
      set('EXPERIMENT', experiment('x1', { study: 'refname="p1"', sample: 'accession="ERS1234567"' })),
      'In experiment, alias:"x1", accession:"", In reference:"SAMPLE_DESCRIPTOR", reference alias:"", reference accession:"ERS1234567". Failed to find referenced sample, accession "ERS1234567".',
    ],
    [
      set('RUN', run('x1', file('no.fastq.gz', md5('x')), 'refname="p1"')),
      'In run, alias:"x1", accession:"", In reference:"EXPERIMENT_REF", reference alias:"p1", reference accession:"". Failed to find referenced experiment, alias "p1".',
    ],
    [
      set('RUN', run('x1', file('no.fastq.gz', md5('x')), 'refname="e1"')),
      'In run, alias: "x1". File "no.fastq.gz" does not exist in the upload area.',
    ],
    [
      set('RUN', run('x1', file('../../webin.sqlite', md5('x')), 'refname="e1"')),
      'In run, alias: "x1". File "../../webin.sqlite" does not exist in the upload area.',
    ],
    [
      set('RUN', run('x1', file('sub/1.fastq.gz', md5('other')), 'refname="e1"')),
      `In run, alias: "x1". Invalid file checksum: file "sub/1.fastq.gz" has MD5 ${md5('sub/1.fastq.gz')}.`,
    ],
    [
      set('RUN', run('x1', file('sub/1.fastq.gz', '', 'BAM'), 'refname="e1"')),
      "Failed to validate run xml, error: string value 'BAM' is not a valid enumeration value for type of filetype attribute in type of FILE element in type of FILES element in type of DATA_BLOCK element in RunType",
    ],
    [
      set('EXPERIMENT', experiment('x1').replace('<PAIRED NOMINAL_LENGTH="300"/>', '<SINGLE>x</SINGLE>')),
      "Failed to validate experiment xml, error: Element 'SINGLE' with empty content type cannot have text or element content.",
    ],
    [
      set(
        'ANALYSIS',
        analysis('x1', file('v.vcf.gz', md5('v.vcf.gz'), 'vcf'), { type: '<SEQUENCE_ASSEMBLY/>' }),
      ),
      'In analysis, alias: "x1". SEQUENCE_ASSEMBLY must be submitted using Webin-CLI.',
    ],
  ])('are refused: %#', async (objects, text) => {
    const before = (await trial.objects()).length;
    const receipt = await trial.v2(ADD, objects);
    expect(receipt.success).toBe(false);
    expect(receipt.errors).toContain(text);
    expect(receipt.objects.every(({ accession }) => accession === null)).toBe(true);
    expect(await trial.objects()).toHaveLength(before);
  });

  it('take vocabularies as they are written', async () => {
    for (const wrong of [{ strategy: 'wgs' }, { model: 'NovaSeq 6000' }, { model: 'Illumina NextSeq 550' }]) {
      const [error = ''] = (await trial.v2(ADD, set('EXPERIMENT', experiment('x2', wrong)))).errors;
      expect(error).toContain('is not a valid enumeration value for type');
    }
  });

  it('believe the checksum beside a file, and see a file some time after it came', async () => {
    upload('late.fastq.gz');
    upload('late.fastq.gz.md5', `${md5('late.fastq.gz')}  late.fastq.gz\n`);
    const objects = set('RUN', run('r4', file('late.fastq.gz', ''), 'refname="e1"'));
    await trial.control('POST', 'settings', { uploadLagMs: 3_600_000 });
    expect((await trial.v2(ADD, objects)).errors).toEqual([
      'In run, alias: "r4". File "late.fastq.gz" does not exist in the upload area.',
    ]);
    await trial.control('DELETE', 'settings');
    expect((await trial.v2(ADD, objects)).success).toBe(true);
  });

  it("may refer to others' public objects when ENA has them", async () => {
    const objects = set(
      'EXPERIMENT',
      experiment('x5', { study: 'accession="SRP017801"', sample: 'refname="s1"' }),
    );
    expect((await trial.v2(ADD, objects)).success).toBe(false);
    await trial.control('POST', 'settings', { publicElsewhere: ['SRP017801'] });
    expect((await trial.v2(ADD, objects)).success).toBe(true);
  });

  it('come in the JSON form, too', async () => {
    const document = {
      submission: { actions: [{ type: 'ADD' }, { type: 'HOLD', holdUntilDate: HOLD_DATE }] },
      projects: [
        {
          alias: 'jp',
          name: 'n',
          title: 'Potato cultivars of Peru',
          description: 'Cultivars from valleys.',
          sequencingProject: {},
        },
      ],
      samples: [
        {
          alias: 'js',
          title: 'Leaf',
          organism: { taxonId: '4113' },
          attributes: [
            { tag: 'collection date', value: '2021' },
            { tag: 'geographic location (country and/or sea)', value: 'Peru' },
            { tag: 'geographic location (latitude)', value: '-11', unit: 'DD' },
            { tag: 'ena-checklist', value: 'ERC000011' },
          ],
        },
      ],
      experiments: [
        {
          alias: 'je',
          platform: { illumina: { instrumentModel: 'Illumina MiSeq' } },
          studyRef: { alias: 'jp' },
          design: {
            designDescription: '',
            sampleDescriptor: { alias: 'js' },
            libraryDescriptor: {
              libraryStrategy: 'WGS',
              libraryLayout: { paired: { nominalLength: 300 } },
              librarySource: 'GENOMIC',
              librarySelection: 'RANDOM',
            },
          },
        },
      ],
      runs: [
        {
          alias: 'jr',
          experimentRef: { alias: 'je' },
          files: [
            {
              filename: 'j.fastq.gz',
              filetype: 'fastq',
              checksumMethod: 'MD5',
              checksum: upload('j.fastq.gz'),
            },
          ],
        },
      ],
    };
    const send = async (body: string) => {
      const headers = { 'Content-Type': 'application/json', Accept: 'application/json' };
      const response = await trial.call('webin-v2/submit', { method: 'POST', body, headers });
      return (await response.json()) as { messages: object; samples: unknown };
    };
    expect(await send(JSON.stringify(document))).toMatchObject({
      success: true,
      samples: [{ alias: 'js', externalAccession: { db: 'biosample' } }],
      runs: [{ alias: 'jr', status: 'PRIVATE' }],
      experiments: [{ alias: 'je' }],
      messages: { info: expect.any(Array) },
    });
    for (const bad of ['{', '[]', '{"samples":7}', '{"things":[]}', '{"samples":[null]}'])
      expect((await send(bad)).messages).toMatchObject({ error: [expect.stringContaining('is not valid')] });
  });

  it('single objects stand for sets of one', async () => {
    const response = await trial.call('drop-box/submit/', {
      method: 'POST',
      body: form({
        SUBMISSION: actions('<VALIDATE/>', '<ADD/>'),
        EXPERIMENT: experiment('single', { study: 'refname="p1"', sample: 'refname="s1"' }),
      }),
    });
    expect(await response.text()).toContain('success="true"');
  });
});

function form(parts: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, xml] of Object.entries(parts)) data.append(name, new File([xml], `${name}.xml`));
  return data;
}
