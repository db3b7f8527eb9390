import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HelpdeskCase, helpdeskText } from './helpdesk-text.ts';

const record = (n: number) => ({
  type: n === 0 ? 'project' : 'run',
  enaAccession: n === 0 ? 'PRJEB900001' : `ERR90000${n}`,
  accession: `SQDBR0000000${n}`,
  title: `Leaf\nnumber ${n}`,
});
const about = (count: number, given: Partial<HelpdeskCase> = {}): HelpdeskCase => ({
  reference: 'REQ-000007',
  account: 'Webin-1',
  environment: 'production',
  reason: 'The consent was withdrawn.',
  category: 'legal',
  records: Array.from({ length: count }, (_, n) => record(n)),
  replacedBy: null,
  ...given,
});

describe('the text for the helpdesk', () => {
  it('names every record by both its accessions, the account, the reason and our reference', () => {
    const text = helpdeskText(about(3, { replacedBy: 'PRJEB900009' }));
    for (const part of ['PRJEB900001', 'ERR900002', 'SQDBR00000002', 'Webin-1', 'REQ-000007'])
      expect(text).toContain(part);
    expect(text).toContain('Reason: The consent was withdrawn.');
    expect(text).toContain('replaced by PRJEB900009');
    expect(text).toContain('Leaf number 1');
    expect(text).not.toContain('service)');
  });

  it('says which service it is when it is not the real one', () => {
    expect(helpdeskText(about(1, { environment: 'test' }))).toContain('(test service)');
  });

  it('has a line for each record, whatever its title holds, and counts those it leaves out', () => {
    fc.assert(
      fc.property(fc.nat({ max: 400 }), fc.string(), (count, title) => {
        const one = about(count);
        const text = helpdeskText({ ...one, records: one.records.map((each) => ({ ...each, title })) });
        const lines = text.split('\n').filter((line) => /^ {2}(PRJEB|ERR)/.test(line));
        expect(lines).toHaveLength(Math.min(count, 200));
        expect(text.includes(`and ${count - 200} more`)).toBe(count > 200);
      }),
    );
  });
});
