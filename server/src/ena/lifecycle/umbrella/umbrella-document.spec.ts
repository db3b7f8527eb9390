import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { longEnough } from '../../../../../test/factories/odd-text.ts';
import { lacking, sharedPath } from '../../../../../test/factories/shared.ts';
import { SchemaValidator } from '../../webin/xml/schema.validator.ts';
import { umbrellaDocument } from './umbrella-document.ts';

const umbrella = {
  title: 'Potato cultivars of the Andes',
  description: 'All that was sequenced of them in ten years.',
  name: null,
  holdDate: null,
  enaAlias: 'SQDB-UMB-000001',
  enaAccession: null,
};
const context = { centerName: 'SeqDB', today: '2026-11-21' };
const written = (change: object, components: readonly string[] = []) =>
  Buffer.from(umbrellaDocument({ ...umbrella, ...change }, components, context)).toString();

describe('the document of an umbrella project', () => {
  it('groups each project once, and registers it with a day', () => {
    const xml = written({}, ['PRJEB1', 'PRJNA22', 'PRJEB1']);
    expect(xml).toContain('<UMBRELLA_PROJECT/>');
    expect(xml.match(/<CHILD_PROJECT accession="PRJ[A-Z]+\d+"\/>/g)).toEqual([
      '<CHILD_PROJECT accession="PRJEB1"/>',
      '<CHILD_PROJECT accession="PRJNA22"/>',
    ]);
    expect(xml).toMatch(/<ADD\/>[^]*HoldUntilDate="2026-11-21"/);
    expect(written({ holdDate: '2027-02-03' })).toContain('HoldUntilDate="2027-02-03"');
    // A day that has passed would be refused.
    expect(written({ holdDate: '2025-02-03' })).toContain('HoldUntilDate="2026-11-21"');
  });

  it('replaces what ENA has, and says nothing of its day', () => {
    const xml = written({ enaAccession: 'PRJEB9', holdDate: '2027-02-03' });
    expect(xml).toContain('<MODIFY/>');
    expect(xml).not.toMatch(/HOLD|<ADD/);
    expect(xml).toContain('alias="SQDB-UMB-000001"');
  });
});

const missing = lacking('ena/xsd');
const validator = missing === undefined ? new SchemaValidator(sharedPath('ena/xsd')) : null;
afterAll(() => validator?.dispose());

describe.skipIf(missing)(`ENA's schema ${missing ?? ''}`, () => {
  it('takes it whatever is written in it', () => {
    const accession = fc.integer({ min: 1, max: 999_999 }).map((n) => `PRJEB${n}`);
    fc.assert(
      fc.property(
        longEnough,
        longEnough,
        fc.array(accession, { maxLength: 5 }),
        (title, description, components) => {
          const bytes = umbrellaDocument({ ...umbrella, title, description }, components, context);
          expect(validator?.validate(bytes)).toEqual([]);
        },
      ),
    );
  });
});
