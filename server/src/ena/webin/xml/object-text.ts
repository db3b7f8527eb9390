import { aliasText, attributeText, elementText } from './text.ts';
import { UnsendableError } from './unsendable.error.ts';

/** Writes the elements and attributes of one record, so that every refusal names the record and the field. */
export class ObjectText {
  constructor(
    readonly objectType: string,
    readonly alias: string,
  ) {}

  /** `<ALIAS alias="…" center_name="…"`, left open for further attributes. */
  start(element: string, centerName: string | null | undefined): string {
    return `  <${element} alias="${aliasText(this.alias, this.objectType)}"${this.attribute('center_name', centerName, 'center name')}`;
  }

  /** A child element on a line of its own, or nothing without text: ENA wants optional fields omitted. */
  line(indent: string, element: string, text: string | null | undefined, field: string): string {
    return text ? `${indent}${this.element(element, text, field)}\n` : '';
  }

  element(element: string, text: string, field: string): string {
    return `<${element}>${this.text(text, field)}</${element}>`;
  }

  /** ` name="…"` with the space before it, or nothing without text. */
  attribute(name: string, text: string | null | undefined, field: string): string {
    return text ? ` ${name}="${attributeText(text, this.objectType, this.alias, field)}"` : '';
  }

  text(text: string, field: string): string {
    return elementText(text, this.objectType, this.alias, field);
  }

  /** @throws UnsendableError when there is nothing in the text */
  required(text: string | null | undefined, field: string): string {
    if (text === null || text === undefined || text.trim() === '') throw this.unsendable(field, 'is missing');
    return text;
  }

  unsendable(field: string, problem: string): UnsendableError {
    return new UnsendableError(this.objectType, this.alias, field, problem);
  }
}
