/** One mail to one person. */
export type Mail = {
  to: string;
  subject: string;
  text: string;
  html: string;
};

/** Thrown for a mail whose header fields could be read as more than they are. */
export class UnsafeMail extends Error {
  override name = 'UnsafeMail';
}

/** Control characters, and the line ends that Unicode adds: what some reader of mail takes for a new header. */
// oxlint-disable-next-line no-control-regex -- exactly those are meant
const lineBreaking = /[\u0000-\u001f\u007f\u0085\u2028\u2029]/;
const oneAddress = /^[^\s<>,;:"()[\]\\@]+@[^\s<>,;:"()[\]\\@]+$/;

/**
 * Refuses what would add a header or a recipient (CWE-93). Nothing is mended in silence: who composes a subject from
 * what people wrote puts it on one line first (`oneLine`).
 *
 * @throws UnsafeMail
 */
export function assertSafe({ to, subject }: Pick<Mail, 'to' | 'subject'>): void {
  if (!oneAddress.test(to) || lineBreaking.test(to) || to.length > 254)
    throw new UnsafeMail('the recipient is not one plain address');
  if (lineBreaking.test(subject) || subject.length > 250)
    throw new UnsafeMail('the subject is not one line of at most 250 characters');
}

/** The text on one line: every run of white space and control characters becomes a space. */
export const oneLine = (text: string): string =>
  // oxlint-disable-next-line no-control-regex -- exactly those are meant
  text.replace(/[\s\u0000-\u001f\u007f\u0085]+/g, ' ').trim();

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for the content of an element or a quoted attribute. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (mark) => entities[mark] ?? mark);

/** The id under which a mail is known for ever: a mail that is sent once more carries it again. RFC 5322, 3.6.4. */
export const messageIdOf = (mailId: string, host: string): string => `<${mailId}@${host}>`;

/** Whatever `assertSafe` would take for an address. */
const anyAddress = /[^\s<>,;:"()[\]\\@]+@[^\s<>,;:"()[\]\\@]+/g;

/**
 * What a mail server said, without whom the mail was for: servers repeat the recipient, or the address to which they
 * would pass it on, and what is said here is kept in places from which no erasure takes it.
 */
export function withoutAddresses(says: string, to: string): string {
  const [name = ''] = to.split('@');
  const said = says.replaceAll(anyAddress, '[address]');
  return name.length < 3
    ? said
    : said.replaceAll(new RegExp(`(?<!\\w)${escaped(name)}(?!\\w)`, 'gi'), '[address]');
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
