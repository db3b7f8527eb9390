import type { ObjectText } from './object-text.ts';

/** A link from a record to a publication or another database; `PUBMED` is the usual one. */
export type LinkInput =
  | { readonly db: string; readonly id: string; readonly label?: string | undefined }
  | { readonly url: string; readonly label: string };

/** `<KIND_LINKS>` with one line per link, or nothing when there is none: the schema allows no empty list. */
export function linksXml(text: ObjectText, element: string, links: readonly LinkInput[] | undefined): string {
  if (!links || links.length === 0) return '';
  const lines = links.map((link) => `      <${element}_LINK>${linkXml(text, link)}</${element}_LINK>\n`);
  return `    <${element}_LINKS>\n${lines.join('')}    </${element}_LINKS>\n`;
}

function linkXml(text: ObjectText, link: LinkInput): string {
  if ('url' in link) {
    const url = URL.parse(link.url);
    if (!url || !/^(?:https?|ftp):$/.test(url.protocol))
      throw text.unsendable('link', `"${link.url}" is not a web address`);
    const label = text.element('LABEL', text.required(link.label, 'link (label)'), 'link (label)');
    return `<URL_LINK>${label}${text.element('URL', url.href, 'link')}</URL_LINK>`;
  }
  const db = text.element('DB', text.required(link.db, 'link (database)'), 'link (database)');
  const id = text.element('ID', text.required(link.id, 'link (identifier)'), 'link (identifier)');
  const label = link.label ? text.element('LABEL', link.label, 'link (label)') : '';
  return `<XREF_LINK>${db}${id}${label}</XREF_LINK>`;
}
