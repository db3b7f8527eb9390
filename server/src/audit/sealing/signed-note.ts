// Signed notes (C2SP signed-note): a text, a blank line, and a line for each signature.
import { isSignedBy, type LogKey, type SigningKey } from './signing-key.ts';

export type NoteSignature = { name: string; id: string; signature: Buffer };
export type SignedNote = { text: string; signatures: NoteSignature[] };

const largest = 64 * 1024;
const line = /^— ([^\s+]+) ([\w+/]+={0,2})$/;

/** @param text ends with a newline and holds no other control character @throws Error otherwise */
export function signNote(text: string, keys: readonly SigningKey[]): string {
  // oxlint-disable-next-line no-control-regex -- that is what is looked for
  if (!text.endsWith('\n') || /[\0-\x09\x0b-\x1f]/.test(text))
    throw new Error('not a text that can be signed');
  return `${text}\n${keys.map((key) => signatureLine(key, text)).join('')}`;
}

const signatureLine = (key: SigningKey, text: string): string =>
  `— ${key.name} ${Buffer.concat([Buffer.from(key.id, 'hex'), key.sign(text)]).toString('base64')}\n`;

/** Takes a note apart, without checking its signatures. @returns undefined when the text is no signed note */
export function parseNote(note: string, longest = largest): SignedNote | undefined {
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || note.length > longest || !note.endsWith('\n')) return undefined;
  const lines = note.slice(split + 2, -1).split('\n');
  const signatures = lines.map((each) => signatureOf(each));
  if (signatures.some((each) => each === undefined)) return undefined;
  return { text: note.slice(0, split + 1), signatures: signatures as NoteSignature[] };
}

function signatureOf(text: string): NoteSignature | undefined {
  const [, name = '', base64 = ''] = line.exec(text) ?? [];
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length < 5 || bytes.toString('base64') !== base64) return undefined;
  return { name, id: bytes.subarray(0, 4).toString('hex'), signature: bytes.subarray(4) };
}

/**
 * Which of these keys signed a note. Signatures of other keys are passed over.
 *
 * @returns empty when none did, or when a signature in the name of one of them is false
 */
export function signersOf<Key extends LogKey>({ text, signatures }: SignedNote, keys: readonly Key[]): Key[] {
  const claims = signatures.flatMap((each) => {
    const key = keys.find(({ name, id }) => name === each.name && id === each.id);
    return key ? [{ key, isTrue: isSignedBy(key, text, each.signature) }] : [];
  });
  return claims.every(({ isTrue }) => isTrue) ? claims.map(({ key }) => key) : [];
}
