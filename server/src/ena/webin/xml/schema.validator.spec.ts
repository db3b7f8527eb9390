import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diag } from 'libxml2-wasm';
import { afterAll, describe, expect, it } from 'vitest';
import { SchemaValidator } from './schema.validator.ts';

const ena = join(process.env.SEQDB_SHARED ?? '../shared', 'ena');
const schemaDir = join(ena, 'xsd');
const isThere = existsSync(schemaDir);

describe.skipIf(!isThere)(`ENA's schemas in ${schemaDir} (skipped without SEQDB_SHARED)`, () => {
  const validator = isThere ? new SchemaValidator(schemaDir) : null;
  afterAll(() => validator?.dispose());
  const violations = (xml: string) => validator?.validate(Buffer.from(xml));

  it('accept the documents of the ENA documentation', () => {
    const documents = readdirSync(join(ena, 'documents')).filter((file) => file.endsWith('.xml'));
    expect(documents.length).toBeGreaterThan(5);
    for (const file of documents) {
      expect([file, validator?.validate(readFileSync(join(ena, 'documents', file)))]).toEqual([file, []]);
    }
  });

  it('name every fault with its line', () => {
    const xml =
      '<WEBIN>\n<PROJECT_SET>\n<PROJECT alias="p">\n<TITLE>short</TITLE>\n</PROJECT></PROJECT_SET>\n<SAMPLE_SET/>\n</WEBIN>';
    expect(violations(xml)).toEqual([
      { line: 4, message: expect.stringContaining("underruns the allowed minimum length of '20'") },
      { line: 3, message: expect.stringContaining('Expected is ( DESCRIPTION )') },
      { line: 6, message: expect.stringContaining('Expected is ( SAMPLE )') },
    ]);
  });

  it('say so of roots they do not know and of what is not XML', () => {
    expect(violations('<html/>')).toEqual([{ line: 1, message: 'No ENA schema for <html>.' }]);
    expect(violations('<SAMPLE_SET>\n<SAMPLE')?.[0]).toMatchObject({ line: 2 });
    expect(violations('')).toEqual([{ line: 1, message: 'Document is empty' }]);
    expect(violations('\u0000')).not.toEqual([]);
  });

  it('fetch nothing that a document names', () => {
    const file = join(schemaDir, 'SRA.sample.xsd');
    const xml = `<!DOCTYPE s [<!ENTITY x SYSTEM "file://${file}">]><SAMPLE_SET><SAMPLE><TITLE>&x;</TITLE><SAMPLE_NAME><TAXON_ID>1</TAXON_ID></SAMPLE_NAME></SAMPLE></SAMPLE_SET>`;
    expect(violations(xml)).toEqual([{ line: 1, message: expect.not.stringContaining('Sample') }]);
  });

  it('leave no memory behind', () => {
    diag.configure({ enabled: true });
    try {
      const own = new SchemaValidator(schemaDir);
      own.validate(Buffer.from('<SAMPLE_SET><SAMPLE/></SAMPLE_SET>'));
      own.validate(Buffer.from('<SAMPLE_SET><SAMPLE>'));
      own.dispose();
      expect(diag.report()).toEqual({});
    } finally {
      diag.configure({ enabled: false });
    }
  });
});

describe('a directory without schemas', () => {
  it('is refused', () => {
    const empty = mkdtempSync(join(tmpdir(), 'schemas-'));
    expect(() => new SchemaValidator(empty)).toThrow('No XML schema');
    rmSync(empty, { recursive: true });
    expect(() => new SchemaValidator(empty)).toThrow('ENOENT');
  });
});
