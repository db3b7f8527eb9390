import { elementText } from './text.ts';
import { UnsendableError } from './unsendable.error.ts';

/** One tag and value of a record; ENA's units (`DD`, `m`) belong to the value. */
export interface AttributeInput {
  readonly tag: string;
  readonly value: string;
  readonly units?: string | undefined;
}

/**
 * `<KIND_ATTRIBUTES>` with one line per attribute, or nothing when there is none to write (the schema allows no empty
 * list). An attribute without a value says nothing and is left out: ENA wants optional fields omitted.
 * @param element `SAMPLE`, `PROJECT` …: the prefix of the element names
 */
export function attributesXml(
  element: string,
  attributes: Iterable<AttributeInput>,
  objectType: string,
  alias: string,
): string {
  let lines = '';
  for (const { tag, value, units } of attributes) {
    if (tag.trim() === '') throw new UnsendableError(objectType, alias, 'attribute', 'has no name');
    if (value === '') continue;
    lines += `      <${element}_ATTRIBUTE><TAG>${elementText(tag, objectType, alias, 'attribute name')}</TAG>`;
    lines += `<VALUE>${elementText(value, objectType, alias, tag)}</VALUE>`;
    if (units) lines += `<UNITS>${elementText(units, objectType, alias, `${tag} (units)`)}</UNITS>`;
    lines += `</${element}_ATTRIBUTE>\n`;
  }
  return lines && `    <${element}_ATTRIBUTES>\n${lines}    </${element}_ATTRIBUTES>\n`;
}
