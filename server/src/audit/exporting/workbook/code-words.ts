// Codes of the log as words for a report. They are derived, not looked up: the words of the pages belong to the console
// and its languages, and a code that is new reads well here too. The code itself stands beside them.
import { oneLine } from './value-words.ts';

/** Words that are not written in small letters. */
const special: Readonly<Record<string, string>> = {
  ena: 'ENA',
  md5: 'MD5',
  sha256: 'SHA-256',
  csv: 'CSV',
  xml: 'XML',
};

const code = /^[A-Za-z][A-Za-z\d_]*$/;

/** `register_at_ena` → `register at ENA`, `sheetSha256` → `sheet SHA-256` */
const apart = (name: string): string =>
  name
    .replace(/(?<=[a-z\d])(?=[A-Z])/g, '_')
    .toLowerCase()
    .split('_')
    .map((word) => (Object.hasOwn(special, word) ? special[word] : word))
    .join(' ');

/** There are few codes, and the same ones in every event; names of attributes may be any number. */
const mostRemembered = 1_000;

function remembering(words: (name: string) => string): (name: string) => string {
  const known = new Map<string, string>();
  return (name) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    if (known.size >= mostRemembered) known.clear();
    const made = words(name);
    known.set(name, made);
    return made;
  };
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** `ena_batch.take_out` → `ENA batch: take out`; anything that is no action stays as it is. */
export const actionWords = remembering((action) => {
  const [module = '', verb = '', ...rest] = action.split('.');
  if (!code.test(module) || !code.test(verb) || rest.length > 0) return oneLine(action);
  return `${capital(apart(module))}: ${apart(verb)}`;
});

/** Fields that hold ids, but not a person's. */
const otherIds = new Set(['taxonId', 'keyId', 'submissionId', 'fileId', 'enaSubmissionId']);
const people = new Set(['actor', 'notActor', 'onBehalfOf']);

/** Whether a field has the id of a person, by its name. */
export const isPersonField = (name: string): boolean =>
  people.has(name) || (name.endsWith('Id') && !otherIds.has(name));

/** `holdDate` → `Hold date`, `curatorId` → `Curator`, `attribute:depth` → `Attribute depth` */
export const fieldWords = remembering((name) => {
  const [, kind, own] = /^(attribute|unit):(.*)$/su.exec(name) ?? [];
  if (kind !== undefined) return `${kind === 'unit' ? 'Unit of' : 'Attribute'} ${oneLine(own ?? '')}`;
  if (!code.test(name)) return oneLine(name);
  return capital(apart(isPersonField(name) && name.endsWith('Id') ? name.slice(0, -2) : name));
});
