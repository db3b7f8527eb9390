import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readReceipt } from './receipt.reader.ts';
import { UnreadableReceiptError } from './receipt.ts';

const read = (text: string, contentType?: string) => readReceipt(Buffer.from(text), contentType);
const minimal = '<RECEIPT success="true"/>';

const usual = `<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/xsl" href="receipt.xsl"?>
<RECEIPT receiptDate="2026-11-02T10:55:41.020+01:00" submissionFile="submission.xml" success="true">
    <SAMPLE accession="ERS990000001" alias="Río &quot;1&quot;" status="PRIVATE" holdUntilDate="2027-07-12+01:00">
        <EXT_ID accession="SAMEA990000001" type="biosample"/>
    </SAMPLE>
    <STUDY accession="ERP990000001" alias="st" status="PRIVATE" holdUntilDate="2027-03-07Z">
        <EXT_ID accession="PRJEB990000001" type="Project"/>
    </STUDY>
    <SUBMISSION accession="ERA990000001" alias="SUB-1"/>
    <MESSAGES><INFO>All objects in this submission are set to private status (HOLD).</INFO></MESSAGES>
    <ACTIONS>ADD</ACTIONS>
    <ACTIONS>HOLD</ACTIONS>
</RECEIPT>
`;

describe('a receipt in XML', () => {
  it('is read in full', () => {
    expect(read(usual)).toEqual({
      format: 'xml',
      success: true,
      receiptDate: '2026-11-02T10:55:41.020+01:00',
      submissionFile: 'submission.xml',
      submission: {
        type: 'submission',
        alias: 'SUB-1',
        accession: 'ERA990000001',
        status: null,
        holdUntilDate: null,
        externalAccessions: [],
      },
      objects: [
        {
          type: 'sample',
          alias: 'Río "1"',
          accession: 'ERS990000001',
          status: 'PRIVATE',
          holdUntilDate: '2027-07-12',
          externalAccessions: [{ type: 'biosample', accession: 'SAMEA990000001' }],
        },
        {
          type: 'study',
          alias: 'st',
          accession: 'ERP990000001',
          status: 'PRIVATE',
          holdUntilDate: '2027-03-07',
          externalAccessions: [{ type: 'project', accession: 'PRJEB990000001' }],
        },
      ],
      errors: [],
      infos: ['All objects in this submission are set to private status (HOLD).'],
      actions: ['ADD', 'HOLD'],
    });
  });

  it.each([
    ['true', true],
    ['TRUE', true],
    [' True ', true],
    ['1', true],
    ['false', false],
    ['FALSE', false],
    ['0', false],
    ['yes', null],
    ['', null],
  ])('reads success="%s" as %s', (value, expected) => {
    expect(read(`<RECEIPT success="${value}"/>`).success).toBe(expected);
    expect(read(`<RECEIPT Success="${value}"/>`).success).toBe(expected);
  });

  it('may have its parts in any order, empty, repeated or missing', () => {
    const receipt = read(
      `<RECEIPT><ACTIONS/><ACTIONS>HOLD, add</ACTIONS><MESSAGES/><MESSAGES><INFO>a</INFO><ERROR>b<!-- c --><![CDATA[ <d>]]></ERROR></MESSAGES><SUBMISSION accession="" alias="s"/><ERROR/><PROJECT accession=" PRJEB1 " alias="p"/></RECEIPT>`,
    );
    expect(receipt).toMatchObject({
      success: null,
      actions: ['HOLD', 'ADD'],
      infos: ['a'],
      errors: ['b <d>', ''],
    });
    expect(receipt.submission).toMatchObject({ alias: 's', accession: null });
    expect(receipt.objects).toMatchObject([{ type: 'project', alias: 'p', accession: 'PRJEB1' }]);
  });

  it('may be under a namespace', () => {
    const receipt = read(
      '<w:RECEIPT xmlns:w="urn:webin" success="true"><w:RUN alias="r" accession="ERR000001"/><w:ACTIONS>ADD</w:ACTIONS></w:RECEIPT>',
    );
    expect(receipt).toMatchObject({
      success: true,
      actions: ['ADD'],
      objects: [{ type: 'run', alias: 'r' }],
    });
    expect(read('<RECEIPT xmlns="urn:webin" success="true"/>').success).toBe(true);
  });

  it('keeps objects that no schema knows', () => {
    const receipt = read(
      '<RECEIPT success="true"><GENE_MAP accession="ERG1" alias="g"/><NOTE>n</NOTE></RECEIPT>',
    );
    expect(receipt.objects).toMatchObject([{ type: 'gene_map', accession: 'ERG1' }]);
  });

  it('holds messages of any length', () => {
    const long = 'must be equal to one of the allowed values: '.repeat(400_000);
    expect(read(`<RECEIPT><MESSAGES><ERROR>${long}</ERROR></MESSAGES></RECEIPT>`).errors[0]).toBe(
      long.trim(),
    );
  });
});

const alias = (bytes: Uint8Array, contentType?: string) => readReceipt(bytes, contentType).objects[0]?.alias;

describe('the bytes of a receipt', () => {
  const body = '<RECEIPT success="true"><RUN alias="Río"/></RECEIPT>';

  it('may be in another encoding when they say so', () => {
    const declared = (name: string) => `<?xml version='1.0' encoding='${name}'?>${body}`;
    expect(alias(Buffer.from(declared('ISO-8859-1'), 'latin1'))).toBe('Río');
    expect(alias(Buffer.from(body, 'latin1'), 'text/xml; charset="iso-8859-1"')).toBe('Río');
    expect(alias(Buffer.from(declared('UTF-8')), 'application/xml;charset=ISO-8859-1')).toBe('Río');
    expect(alias(Buffer.from(`\ufeff${declared('UTF-16')}`, 'utf16le'))).toBe('Río');
    expect(alias(Buffer.from(declared('UTF-16'), 'utf16le'))).toBe('Río');
    expect(alias(Buffer.from(`\ufeff${declared('UTF-16')}`, 'utf16le').swap16())).toBe('Río');
    expect(alias(Buffer.from(`\ufeff\n  ${body}\n\n`))).toBe('Río');
  });

  it('are not guessed at', () => {
    expect(() => readReceipt(Buffer.from(body, 'latin1'))).toThrow('The answer is not valid utf-8.');
    expect(() => read(`<?xml version="1.0" encoding="klingon"?>${body}`)).toThrow(
      'unknown encoding, "klingon"',
    );
    expect(() => readReceipt(Buffer.from(`\ufeff${body}`, 'utf16le').subarray(0, 41))).toThrow(
      UnreadableReceiptError,
    );
  });

  it.each([
    ['nothing', '', 'The answer is empty.'],
    ['space', ' \n\t', 'The answer is empty.'],
    ['plain text', 'Service temporarily unavailable', 'neither XML nor JSON'],
    ['an HTML page', '<!DOCTYPE html><html><body>Login</body></html>', 'an HTML page'],
    ['an HTML page without a type', '<HTML><BODY>x<BR></BODY></HTML>', 'an HTML page'],
    ['another document', '<WEBIN><RECEIPT success="true"/></WEBIN>', 'its root is <WEBIN>'],
    ['a receipt cut off', usual.slice(0, 700), 'not well-formed XML'],
    ['a receipt cut off in a tag', usual.slice(0, usual.indexOf('</RECEIPT') + 5), 'not well-formed XML'],
    ['two receipts', minimal + minimal, 'not well-formed XML'],
    ['an undeclared prefix', '<w:RECEIPT success="true"/>', 'not well-formed XML'],
    ['a forbidden character', '<RECEIPT success="true"><X>\u0001</X></RECEIPT>', 'not well-formed XML'],
    ['an attribute given twice', '<RECEIPT success="true" success="false"/>', 'not well-formed XML'],
    ['an unknown entity', '<RECEIPT success="true"><X>&nbsp;</X></RECEIPT>', 'not well-formed XML'],
    ['a list', '[]', 'neither XML nor JSON'],
  ])('are refused when they are %s', (_what, text, message) => {
    expect(() => read(text)).toThrow(UnreadableReceiptError);
    expect(() => read(text)).toThrow(message);
  });

  it('are refused beyond any sensible size', () => {
    expect(() => readReceipt(new Uint8Array(65 * 1024 * 1024))).toThrow('far more than a receipt');
  });

  it('are never expanded, nor do they fetch anything', () => {
    const lol = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');
    const bomb = `<?xml version="1.0"?>\n<!-- x -->\n<?pi y?><!DOCTYPE RECEIPT [<!ENTITY l0 "ha">${lol}]><RECEIPT success="true"><X>&l9;</X></RECEIPT>`;
    expect(() => read(bomb)).toThrow('declares a document type');
    const external = '<!DOCTYPE RECEIPT SYSTEM "http://127.0.0.1:9/receipt.dtd"><RECEIPT success="true"/>';
    expect(() => read(external)).toThrow('declares a document type');
  });

  it('of any kind never do worse than being unreadable', { timeout: 60_000 }, () => {
    const damaged = fc
      .tuple(fc.nat(usual.length), fc.nat(40), fc.string({ unit: 'binary', maxLength: 20 }))
      .map(([at, length, put]) => Buffer.from(usual.slice(0, at) + put + usual.slice(at + length)));
    fc.assert(
      fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 300 })), (bytes) => {
        try {
          readReceipt(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(UnreadableReceiptError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
