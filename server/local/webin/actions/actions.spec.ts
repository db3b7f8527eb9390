import { mkdirSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actions, attribute, project, sample, usual } from '../../../../test/factories/webin-xml.ts';
import { ADD, analysis, day, experiment, file, HOLD_DATE, run, set, Trial } from '../webin.trial.ts';

const trial = new Trial();
beforeAll(() => trial.start());
afterAll(() => trial.end());

const content = 'reads';
const md5 = createHash('md5').update(content).digest('hex');
const MODIFY = actions('<MODIFY/>');
let count = 0;

interface Family {
  n: string;
  project: string;
  sample: string;
  experiment: string;
  run: string;
  analysis: string;
}

/** A study with all that may belong to one. */
async function family(): Promise<Family> {
  const n = String(++count);
  const folder = join(trial.dir, 'upload', 'Webin-40000');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${n}.bam`), content);
  const refs = `<STUDY_REF refname="p${n}"/><SAMPLE_REF refname="s${n}"/>`;
  const receipt = await trial.v2(
    ADD,
    set('PROJECT', project(`p${n}`)) +
      set('SAMPLE', sample(`s${n}`)) +
      set('EXPERIMENT', experiment(`e${n}`, { study: `refname="p${n}"`, sample: `refname="s${n}"` })) +
      set('RUN', run(`r${n}`, file(`${n}.bam`, md5, 'bam'), `refname="e${n}"`)) +
      set('ANALYSIS', analysis(`a${n}`, file(`${n}.bam`, md5, 'bam'), { refs })),
  );
  expect(receipt.errors).toEqual([]);
  const of = (type: string) => receipt.objects.find((object) => object.type === type)?.accession ?? '';
  return {
    n,
    project: of('project'),
    sample: of('sample'),
    experiment: of('experiment'),
    run: of('run'),
    analysis: of('analysis'),
  };
}

const statusOf = async (accession: string) => (await trial.object(accession))?.status;
const on = (action: string, target: string, more = '') => actions(`<${action} target="${target}"${more}/>`);

describe('CANCEL', () => {
  it('takes back a study with all that hangs on it, and says so with an empty action', async () => {
    const one = await family();
    const text = await trial.text(on('CANCEL', one.project));
    for (const [type, accession] of [
      ['PROJECT', one.project],
      ['EXPERIMENT', one.experiment],
      ['RUN', one.run],
      ['ANALYSIS', one.analysis],
    ]) {
      expect(text).toContain(`<INFO>${type} accession "${accession}" is set to cancelled status.</INFO>`);
      expect(await statusOf(accession ?? '')).toBe('CANCELLED');
    }
    expect(text).toContain('success="true"');
    expect(text).toContain('<ACTIONS/>');
    expect(text).not.toContain('<SUBMISSION');
    expect(await statusOf(one.sample)).toBe('PRIVATE');
    expect((await trial.v2(on('CANCEL', one.project))).success).toBe(false);
    const again = await trial.v2(ADD, set('PROJECT', project(`p${one.n}`)));
    expect(again.errors[0]).toContain('already exists in the submission account');
    const late = experiment(`late${one.n}`, { study: `refname="p${one.n}"`, sample: `refname="s${one.n}"` });
    expect((await trial.v2(ADD, set('EXPERIMENT', late))).errors[0]).toContain(
      'Failed to find referenced study',
    );
  });

  it('leaves the study of an experiment, and everything when one target is none or public', async () => {
    const [one, two] = [await family(), await family()];
    await trial.v2(on('CANCEL', one.experiment));
    expect([await statusOf(one.project), await statusOf(one.run)]).toEqual(['PRIVATE', 'CANCELLED']);
    await trial.v2(on('RELEASE', one.project));
    for (const bad of [one.project, 'ERS000001', ''])
      expect(
        await trial.v2(actions(`<CANCEL target="${two.project}"/>`, `<CANCEL target="${bad}"/>`)),
      ).toMatchObject({ success: false, errors: [expect.stringMatching(/./)] });
    expect(await statusOf(two.project)).toBe('PRIVATE');
  });
});

describe('RELEASE', () => {
  it('makes a study public with all that belongs to it, by message alone', async () => {
    const one = await family();
    const text = await trial.text(on('RELEASE', one.project));
    expect(text).toContain(`<INFO>project accession "${one.project}" is set to public status.</INFO>`);
    expect(text).toContain('<ACTIONS>RELEASE</ACTIONS>');
    expect(text).not.toMatch(/<SUBMISSION|<PROJECT/);
    for (const accession of [one.project, one.sample, one.experiment, one.run, one.analysis])
      expect(await statusOf(accession)).toBe('PUBLIC');
    const late = experiment(`late${one.n}`, { study: `refname="p${one.n}"`, sample: `refname="s${one.n}"` });
    expect((await trial.v2(ADD, set('EXPERIMENT', late))).objects[0]?.status).toBe('PUBLIC');
  });
});

describe('HOLD', () => {
  it('changes the date of what is private, two years ahead at most', async () => {
    const one = await family();
    const until = day(20);
    const held = await trial.v2(on('HOLD', one.project, ` HoldUntilDate="${until}"`));
    expect(held).toMatchObject({ success: true, actions: ['HOLD'], errors: [] });
    const [row] = await trial.report(`projects/${one.project}`);
    expect(row?.['holdDate']).toBe(until.split('-').reverse().join('-'));
    for (const more of [
      ` HoldUntilDate="${day(25)}"`,
      ' HoldUntilDate="2020-01-01"',
      ' HoldUntilDate="soon"',
    ])
      expect((await trial.v2(on('HOLD', one.project, more))).success).toBe(false);
    expect((await trial.v2(on('HOLD', one.run))).success).toBe(false);
    await trial.v2(on('RELEASE', one.project));
    expect((await trial.v2(on('HOLD', one.project))).success).toBe(false);
  });

  it('passes: then all is public', async () => {
    const one = await family();
    await trial.control('POST', 'settings', { clockOffsetMs: 3 * 366 * 86_400_000 });
    expect(await statusOf(one.run)).toBe('PUBLIC');
    await trial.control('DELETE', 'settings');
    expect((await trial.report(`runs/${one.run}`))[0]?.['releaseStatus']).toBe('PUBLIC');
  });
});

describe('MODIFY', () => {
  it('puts the whole object in the place of the old one, by alias or accession', async () => {
    const one = await family();
    const changed = sample(`s${one.n}`, usual + attribute('cultivar', 'Yana'));
    const text = await trial.text(MODIFY, set('SAMPLE', changed));
    expect(text).toMatch(/<SUBMISSION accession="" alias="SUBMISSION-/);
    expect(text).toMatch(new RegExp(`<SAMPLE accession="${one.sample}" alias="s${one.n}" status="PRIVATE"`));
    expect(text).not.toContain('EXT_ID');
    const back = await (await trial.call(`drop-box/samples/${one.sample}?format=xml`)).text();
    expect(back).toContain('<TAG>cultivar</TAG><VALUE>Yana</VALUE>');
    expect(back).toContain(`<PRIMARY_ID>${one.sample}</PRIMARY_ID>`);
    const byAccession = sample(`s${one.n}`).replace('alias=', `accession="${one.sample}" alias=`);
    expect((await trial.v2(MODIFY, set('SAMPLE', byAccession))).infos.join()).not.toContain(
      'has not changed',
    );
    expect(await (await trial.call(`drop-box/samples/${one.sample}`)).text()).not.toContain('cultivar');
  });

  it('says when nothing is new', async () => {
    const one = await family();
    const receipt = await trial.v2(MODIFY, set('PROJECT', project(`p${one.n}`)));
    expect(receipt).toMatchObject({ success: true, submission: { accession: null }, actions: ['MODIFY'] });
    expect(receipt.infos[0]).toBe(
      `The XML md5 checksum for the object being updated has not changed. No update required for ${one.project}.`,
    );
  });

  it('refuses unknown objects, other aliases and other files', async () => {
    const one = await family();
    expect((await trial.v2(MODIFY, set('SAMPLE', sample('nobody')))).errors).toEqual([
      'In sample, alias: "nobody". No new objects can be added with MODIFY action.',
    ]);
    const renamed = sample('other').replace('alias=', `accession="${one.sample}" alias=`);
    expect((await trial.v2(MODIFY, set('SAMPLE', renamed))).success).toBe(false);
    const moved = run(`r${one.n}`, file('other.bam', md5, 'bam'), `refname="e${one.n}"`);
    expect((await trial.v2(MODIFY, set('RUN', moved))).errors).toEqual([
      `In filename: "${one.n}.bam", filetype: "bam". File names are not allowed to change during update. Missing file name: ${one.n}.bam.`,
    ]);
    const summed = run(`r${one.n}`, file(`${one.n}.bam`, 'a'.repeat(32), 'bam'), `refname="e${one.n}"`);
    expect((await trial.v2(MODIFY, set('RUN', summed))).success).toBe(true);
    expect(await trial.report(`run-files/${one.run}`)).toMatchObject([{ checksum: 'a'.repeat(32) }]);
    const broken = set('SAMPLE', sample(`s${one.n}`, attribute('x', 'y')));
    expect((await trial.v2(MODIFY, broken)).errors.join()).toContain('must have required property');
  });

  it('with VALIDATE only tries', async () => {
    const one = await family();
    const changed = set('PROJECT', project(`p${one.n}`, 'Potato cultivars of Chile'));
    expect((await trial.v2(actions('<VALIDATE/>', '<MODIFY/>'), changed)).success).toBe(true);
    expect((await trial.v2(MODIFY, changed)).infos.join()).not.toContain('has not changed');
  });

  it('takes an experiment and its runs to another study', async () => {
    const [one, two] = [await family(), await family()];
    const moved = experiment(`e${one.n}`, {
      study: `accession="${two.project}"`,
      sample: `refname="s${one.n}"`,
    });
    expect((await trial.v2(MODIFY, set('EXPERIMENT', moved))).success).toBe(true);
    await trial.v2(on('RELEASE', two.project));
    expect([await statusOf(one.experiment), await statusOf(one.run)]).toEqual(['PUBLIC', 'PUBLIC']);
    expect(await statusOf(one.project)).toBe('PRIVATE');
  });
});

describe('what is not for everybody', () => {
  it.each(['SUPPRESS', 'KILL'])('%s is refused', async (action) => {
    const one = await family();
    expect(await trial.v2(on(action, one.project))).toMatchObject({ success: false, actions: [action] });
    expect(await statusOf(one.project)).toBe('PRIVATE');
  });

  it('a broker names a center for each object', async () => {
    await trial.control('POST', 'settings', { isBroker: true });
    expect((await trial.v2(ADD, set('PROJECT', project('b1')))).errors).toEqual([
      'In project, alias: "b1", accession: "". Missing center name.',
    ]);
    const named = project('b1').replace('alias=', 'center_name="CIP" alias=');
    expect((await trial.v2(ADD, set('PROJECT', named))).success).toBe(true);
    const form = new FormData();
    form.append('ACTION', 'ADD');
    form.append('CENTER_NAME', 'CIP');
    form.append('HOLD_DATE', HOLD_DATE.split('-').reverse().join('-'));
    form.append('PROJECT', new File([project('b2')], 'p.xml'));
    const response = await trial.call('drop-box/submit/', { method: 'POST', body: form });
    expect(await response.text()).toContain('success="true"');
    await trial.control('DELETE', 'settings');
  });
});

describe('a checklist that was changed overnight', () => {
  it('wants another field', async () => {
    await trial.control('POST', 'settings', { mandatoryFields: { ERC000011: ['host'] } });
    const listed = usual + attribute('ENA-CHECKLIST', 'ERC000011');
    expect((await trial.v2(ADD, set('SAMPLE', sample('c1', listed)))).errors).toEqual([
      "Sample: c1; Reason: must have required property 'host'",
      'Failed to submit samples to BioSamples; No new BioSample was created for sample with alias c1',
    ]);
    await trial.control('DELETE', 'settings');
    expect((await trial.v2(ADD, set('SAMPLE', sample('c1', listed)))).success).toBe(true);
  });
});

describe('an umbrella project', () => {
  it('has no study, and children', async () => {
    const one = await family();
    const umbrella = project('u').replace(
      '<SUBMISSION_PROJECT><SEQUENCING_PROJECT/></SUBMISSION_PROJECT>',
      `<UMBRELLA_PROJECT/><RELATED_PROJECTS><RELATED_PROJECT><CHILD_PROJECT accession="${one.project}"/></RELATED_PROJECT></RELATED_PROJECTS>`,
    );
    expect(await trial.text(ADD, set('PROJECT', umbrella))).not.toContain('EXT_ID');
    const above = (alias: string, child: string) =>
      umbrella.replace('"u"', `"${alias}"`).replace(one.project, child);
    const [top = ''] = (await trial.objects())
      .filter(({ alias }) => alias === 'u')
      .map(({ accession }) => accession);
    const [higher] = await trial.added(set('PROJECT', above('w', top)));
    for (const child of [higher ?? '', top])
      expect((await trial.v2(MODIFY, set('PROJECT', above('u', child)))).errors).toEqual([
        `An exception occurred: Cyclic dependency error: there is an entry with parent: ${top} and child: ${child}`,
      ]);
    const lost = umbrella.replaceAll(one.project, 'PRJEB1').replace('"u"', '"v"');
    expect((await trial.v2(ADD, set('PROJECT', lost))).errors[0]).toContain('In reference:"CHILD_PROJECT"');
  });
});
