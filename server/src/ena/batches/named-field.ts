type Column = { header: string; field: string };

/**
 * The field that a message is about: the one that it begins with, as our own check puts it (`depth: …`), or names in
 * quotes, as BioSamples does (`must have required property 'depth'`). Of several the longest, which holds the others.
 *
 * @param columns of the sheet; nothing else is a field
 * @returns the field of that column, or null
 */
export function namedField(message: string, columns: readonly Column[]): string | null {
  const named = columns.filter(({ header, field }) =>
    [header, field].some((name) => name !== '' && isNamed(message, name)),
  );
  return named.sort((one, other) => other.field.length - one.field.length)[0]?.field ?? null;
}

const isNamed = (message: string, name: string): boolean =>
  message.startsWith(`${name}:`) || message.includes(`'${name}'`) || message.includes(`"${name}"`);
