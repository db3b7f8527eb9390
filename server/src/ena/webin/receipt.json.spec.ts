import { describe, expect, it } from 'vitest';
import { readReceipt } from './receipt.reader.ts';
import { UnreadableReceiptError } from './receipt.ts';

const read = (text: string, contentType?: string) => readReceipt(Buffer.from(text), contentType);

describe('a receipt in JSON', () => {
  const usualJson = {
    success: true,
    receiptDate: '2026-11-02T10:20:02.982Z',
    samples: [
      {
        alias: 's1',
        accession: 'ERS990000001',
        status: 'PRIVATE',
        holdUntilDate: '2027-01-01Z',
        externalAccession: { id: 'SAMEA990000001', db: 'biosample' },
      },
    ],
    submission: { alias: 'SUB-1', accession: '' },
    messages: { info: ['All objects in this submission are set to private status (HOLD).'] },
    actions: ['ADD', 'HOLD'],
  };

  it('says the same as one in XML', () => {
    const receipt = read(JSON.stringify(usualJson), 'application/json');
    expect(receipt).toMatchObject({ format: 'json', success: true, actions: ['ADD', 'HOLD'], errors: [] });
    expect(receipt.submission).toMatchObject({ alias: 'SUB-1', accession: null });
    expect(receipt.objects).toEqual([
      {
        type: 'sample',
        alias: 's1',
        accession: 'ERS990000001',
        status: 'PRIVATE',
        holdUntilDate: '2027-01-01',
        externalAccessions: [{ type: 'biosample', accession: 'SAMEA990000001' }],
      },
    ]);
    expect(read('{"success":"False","messages":{"error":"no"}}')).toMatchObject({
      success: false,
      errors: ['no'],
    });
    expect(read('{"success":null,"dacs":[{"alias":"d"}],"actions":null}').objects).toMatchObject([
      { type: 'dacs' },
    ]);
  });

  it('may repeat itself, but not contradict itself', () => {
    const repeated =
      '{"success" : true, "receiptDate":"1", "runs":[{"alias":"r"}], "success" :true, "receiptDate":"2"}';
    expect(read(repeated)).toMatchObject({ success: true, objects: [{ alias: 'r' }] });
    expect(() => read('{"success":false,"messages":{"error":["x"]},"success":true}')).toThrow(
      'The answer gives "success" twice with different values.',
    );
    expect(() => read('{"success":true,"messages":{"error":["x"]},"messages":{}}')).toThrow(
      '"messages" twice',
    );
    expect(() => read(String.raw`{"success":false,"s\u0075ccess":true}`)).toThrow('"success" twice');
    const tricky = { success: true, messages: { info: ['a,b:{"success":false}', '\\"', '[}'] } };
    expect(read(JSON.stringify(tricky)).infos).toEqual(tricky.messages.info);
  });

  it.each([
    ['{"success":true', 'not valid JSON'],
    ['{"timestamp":"x","status":500,"error":"Internal Server Error"}', 'JSON, but no receipt'],
    ['{"success":true,"samples":{"alias":"a"}}', 'not in the form of a receipt'],
    ['{"success":true,"samples":[1]}', 'not in the form of a receipt at 0'],
    ['{"success":{},"samples":[]}', 'not in the form of a receipt at success'],
    ['{"success":true,"messages":{"warnings":["x"]}}', 'not in the form of a receipt at messages'],
  ])('is refused when it is %s', (text, message) => {
    expect(() => read(text)).toThrow(UnreadableReceiptError);
    expect(() => read(text)).toThrow(message);
  });
});
