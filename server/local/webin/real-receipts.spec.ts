import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actions, project, sample } from '../../../test/factories/webin-xml.ts';
import { ADD, experiment, file, run, set, Trial } from './webin.trial.ts';
import type { XmlNode } from './xml-tree.ts';
import { xmlTree } from './xml-tree.ts';

const folder = join(process.env.SEQDB_SHARED ?? '../shared', 'ena', 'receipts');
const md5 = createHash('md5').update('reads').digest('hex');

/** What a receipt is made of: its elements with the attributes they have and the words of its messages. */
function made(xml: string | Buffer): string[] {
  const tree = xmlTree(Buffer.from(xml));
  if (!tree) throw new Error('The receipt is no XML.');
  return linesOf(tree);
}

function linesOf({ name, attributes, children, text }: XmlNode): string[] {
  const told = Object.entries(attributes)
    .filter(([key, value]) => value !== '' || key !== 'text')
    .map(([key, value]) => `${key}=${/^(?:success|status|type)$/.test(key) || value === '' ? value : '…'}`);
  const words = name === 'EXT_ID' ? '' : worded(text.trim());
  return [`${name} ${told.toSorted().join(' ')} ${words}`.trim(), ...children.flatMap(linesOf)];
}

/** Without the names and numbers of one submission. */
function worded(text: string): string {
  return text
    .replaceAll(/\b(?:PRJEB|ERR)\d+/g, '#')
    .replaceAll(/(alias:?\s?|alias )"[^"]*"/g, '$1"…"')
    .replaceAll(/file: "[^"]*"/g, 'file: "…"')
    .replace(/\(\d+\) is less/, '(#) is less');
}

describe.skipIf(!existsSync(folder))(
  `beside real receipts in ${folder} (skipped without SEQDB_SHARED)`,
  () => {
    const trial = new Trial();
    beforeAll(async () => {
      await trial.start();
      const area = join(trial.dir, 'upload', 'Webin-40000');
      mkdirSync(area, { recursive: true });
      writeFileSync(join(area, 'a.bam'), 'reads');
      await trial.control('POST', 'settings', { isTestService: false });
      await trial.added(set('PROJECT', project('p')) + set('SAMPLE', sample('s')));
    });
    afterAll(() => trial.end());
    const real = (name: string) => made(readFileSync(join(folder, `receipt__prod_${name}.xml`)));

    it('ADD with HOLD', async () => {
      const objects =
        set('EXPERIMENT', experiment('e')) +
        set('RUN', run('r', file('a.bam', md5, 'bam'))) +
        set('PROJECT', project('p2'), project('p3'));
      expect(made(await trial.text(ADD, objects))).toEqual(real('add_hold_exp_run_2projects'));
    });

    it('CANCEL of a run', async () => {
      const target = (await trial.objects()).find(({ type }) => type === 'run')?.accession;
      expect(made(await trial.text(actions(`<CANCEL target="${target}"/>`)))).toEqual(real('cancel_run'));
    });

    it('RELEASE of a project, and MODIFY of it without a change', async () => {
      const target = (await trial.objects()).find(({ alias }) => alias === 'p2')?.accession;
      expect(made(await trial.text(actions(`<RELEASE target="${target}"/>`)))).toEqual(real('release'));
      const modified = await trial.text(actions('<MODIFY/>'), set('PROJECT', project('p2')));
      expect(made(modified)).toEqual(real('modify_no_change_md5'));
    });

    it('a document against its schema', async () => {
      const text = await trial.text(actions('<MODIFY/>'), set('PROJECT', project('p', 'Potatoes of Peru')));
      expect(made(text)).toEqual(real('fail_schema_minlength'));
    });

    it('a document that is none', async () => {
      const form = new FormData();
      form.append('SUBMISSION', new File([ADD], 's.xml'));
      form.append('EXPERIMENT', new File(['<EXPERIMENT_SET>'], 'e.xml'));
      const response = await trial.call('drop-box/submit/', { method: 'POST', body: form });
      expect(made(await response.text())).toEqual(real('fail_xml_not_parseable'));
    });

    it('a reference to nothing, on the test service', async () => {
      await trial.control('DELETE', 'settings');
      const objects = set('EXPERIMENT', experiment('x', { study: 'refname="nowhere"' }));
      const told = made(await trial.text(actions('<ADD/>'), objects));
      const name = 'receipt__test_fail_experiment_ref_study_not_found.xml';
      expect(told).toEqual(made(readFileSync(join(folder, name))));
    });
  },
);
