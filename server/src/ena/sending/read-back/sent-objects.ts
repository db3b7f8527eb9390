import type { WebinObjectType } from '../../webin/webin-object.ts';
import { aliasText } from '../../webin/xml/text.ts';

/** Finds single objects in a document that was sent, as `webinDocument` wrote it, without a tree of the whole. */
export class SentObjects {
  private readonly text: string;

  constructor(payload: Uint8Array) {
    this.text = Buffer.from(payload).toString('utf8');
  }

  /** @returns the object's element; null when the document does not have it, or twice */
  find(type: WebinObjectType, alias: string): string | null {
    const element = type.toUpperCase();
    // In values `<` and `"` are escaped, so this is the start of an object and nothing else.
    const start = `<${element} alias="${aliasText(alias, type)}"`;
    const at = this.text.indexOf(start);
    if (at === -1 || this.text.includes(start, at + 1)) return null;
    const close = `</${element}>\n`;
    const end = this.text.indexOf(`\n  ${close}`, at);
    return end === -1 ? null : this.text.slice(at, end + 3 + close.length);
  }
}
