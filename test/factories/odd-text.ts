// What depositors' text can contain at its worst, for property tests of what is written as XML.
import * as fc from 'fast-check';

// oxlint-disable-next-line no-control-regex -- what XML 1.0 cannot carry, and is refused above
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Text with everything XML is known for getting wrong, and nothing it cannot carry. */
export const oddText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '&',
        '<',
        '>',
        '"',
        "'",
        ']]>',
        '&amp;',
        '<!--',
        '\t',
        '\n',
        '\r\n',
        '\u0085',
        '\u2028',
        '\ufeff',
        '🥔',
        'é',
      ),
      fc.string({ unit: 'binary' }).filter((part) => part.isWellFormed()),
    ),
  )
  .map((parts) =>
    parts
      .join('')
      .replaceAll(FORBIDDEN, '')
      .replace(/^\ufeff+/, ''),
  );
// libxml2-wasm drops a byte order mark at the start of a text that it reads; here that is only the test's reader.
export const visible = oddText.map((odd) => `a${odd.replaceAll(/[\t\n\r]/g, '-')}z`);
export const longEnough = oddText
  .map((odd) => `${odd.slice(0, 100)}${'.'.repeat(20)}`)
  .filter((odd) => odd.isWellFormed());
export const attributes = fc.array(
  fc.record({ tag: visible, value: oddText, units: fc.option(oddText, { nil: undefined }) }),
);
export const date = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));
