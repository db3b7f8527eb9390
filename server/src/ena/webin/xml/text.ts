import { UnsendableError } from './unsendable.error.ts';

// Text made of these alone needs neither escaping nor a look for forbidden characters: the usual case, kept fast.
const PLAIN = /^[ !#-%'-;=?-~]*$/;

// Outside the Char production of XML 1.0 (lone surrogates are found apart): no escape can carry them.
// oxlint-disable-next-line no-control-regex -- control characters are what this looks for
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/**
 * Text for the content of an element. A carriage return is written as a reference: a parser would turn it into a
 * line feed, and the value would come back changed.
 * @throws UnsendableError for a character that XML 1.0 cannot carry
 */
export function elementText(text: string, objectType: string, alias: string, field: string): string {
  if (PLAIN.test(text)) return text;
  refuseForbidden(text, objectType, alias, field);
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}

/**
 * Text for an attribute in double quotes. Tabs and line breaks are written as references: a parser would turn them
 * into spaces.
 * @throws UnsendableError for a character that XML 1.0 cannot carry
 */
export function attributeText(text: string, objectType: string, alias: string, field: string): string {
  if (PLAIN.test(text)) return text;
  return elementText(text, objectType, alias, field)
    .replaceAll('"', '&quot;')
    .replaceAll('\t', '&#9;')
    .replaceAll('\n', '&#10;');
}

/**
 * An alias has to come back in the receipt exactly as it was sent, or its record would not be found again; so an
 * alias that services are known to trim or normalise is refused.
 */
export function aliasText(alias: string, objectType: string): string {
  if (alias.trim() === '') throw new UnsendableError(objectType, alias, 'alias', 'is empty');
  if (alias !== alias.trim())
    throw new UnsendableError(objectType, alias, 'alias', 'starts or ends with a space');
  if (/[\t\n\r]/.test(alias))
    throw new UnsendableError(objectType, alias, 'alias', 'contains a tab or line break');
  return attributeText(alias, objectType, alias, 'alias');
}

function refuseForbidden(text: string, objectType: string, alias: string, field: string): void {
  const found = FORBIDDEN.exec(text)?.[0] ?? /\p{Surrogate}/u.exec(text)?.[0];
  if (found === undefined) return;
  const code = found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  const at = text.indexOf(found) + 1;
  throw new UnsendableError(
    objectType,
    alias,
    field,
    `contains U+${code} (character ${at}), which XML cannot carry`,
  );
}
