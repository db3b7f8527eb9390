import { describe, expect, it } from 'vitest';
import { formatAccession } from '../../accessions/accession-number.ts';
import { DanglingReference, type Known, References } from './references.ts';

const project = formatAccession('SQDB', 'project', 1);
const mine = formatAccession('SQDB', 'sample', 1);
const waiting = formatAccession('SQDB', 'sample', 2);
const elsewhere = formatAccession('SQDB', 'sample', 3);
const experiment = formatAccession('SQDB', 'experiment', 1);
const known: Known[] = [
  { accession: project, type: 'project', alias: 'SUB-000001', isOwn: true, enaAlias: `${project}.t7` },
  { accession: mine, type: 'sample', alias: 'leaf', isOwn: true, enaAlias: mine },
  { accession: waiting, type: 'sample', alias: 'root', isOwn: true, enaAlias: null },
  { accession: experiment, type: 'experiment', alias: 'leaf', isOwn: true, enaAlias: null },
  { accession: elsewhere, type: 'sample', alias: 'leaf', isOwn: false, enaAlias: elsewhere },
];

describe('what a record refers to', () => {
  it('is named by the alias that ENA has for it, or by its own accession', () => {
    const references = new References(known);
    expect(references.project()).toEqual({ refname: `${project}.t7` });
    expect(references.of('sample', { alias: 'leaf' })).toEqual({ refname: mine });
    expect(references.of('sample', { accession: elsewhere })).toEqual({ refname: elsewhere });
    expect(references.of('sample', { accession: 'SAMEA110000001' })).toEqual({ accession: 'SAMEA110000001' });
    expect(references.of('project', { accession: 'PRJEB1' })).toEqual({ accession: 'PRJEB1' });
  });

  it('has to be at ENA, or to travel with it', () => {
    const references = new References(known);
    expect(() => references.of('sample', { alias: 'root' })).toThrow('sample “root” is not at ENA');
    expect(() => references.of('experiment', { alias: 'leaf' })).toThrow(DanglingReference);
    references.add(waiting, `${waiting}.t8`);
    references.add(experiment, `${experiment}.t8`);
    expect(references.of('sample', { alias: 'root' })).toEqual({ refname: `${waiting}.t8` });
    expect(references.of('experiment', { alias: 'leaf' })).toEqual({ refname: `${experiment}.t8` });
  });

  it.each([
    ['an alias that nothing has', 'sample', { alias: 'stem' }, 'there is no sample “stem”'],
    ['an accession of another type', 'experiment', { accession: mine }, 'is no experiment'],
    [
      'an accession that was never given',
      'sample',
      { accession: formatAccession('SQDB', 'sample', 9) },
      'is no sample',
    ],
  ] as const)('is not %s', (_what, type, ref, message) => {
    expect(() => new References(known).of(type, ref)).toThrow(message);
  });

  it('is told, and told once', () => {
    const references = new References(known);
    references.project();
    references.of('sample', { accession: 'SAMEA110000001' });
    expect(references.takeNamed()).toEqual([project, 'SAMEA110000001']);
    expect(references.takeNamed()).toEqual([]);
  });

  it('is no project where there is none', () => {
    expect(() => new References([]).project()).toThrow(DanglingReference);
  });
});
