/** The text of an event as it was written before commitments said whose value they stand for. */
export const asVersion1 = (body: string): string =>
  body
    .replaceAll(/({"\$personal":"[\da-f]{64}"),"of":(?:null|"(?:[^"\\]|\\.)*")}/g, '$1}')
    .replace(/"v":2}$/, '"v":1}');
