/** `at` is the column it begins in, from 0. */
export type XmlToken = { kind: 'tag' | 'name' | 'value' | 'comment' | 'text'; text: string; at: number };

const pieces = /<!--.*?(?:-->|$)|<[?!/]?[\w:.-]+|[?/]?>|[\w:.-]+(?==")|"[^"]*"|[^<>"=]+|./gu;

const kindOf = (piece: string, isInTag: boolean): XmlToken['kind'] => {
  if (piece.startsWith('<!--')) return 'comment';
  if (piece.startsWith('<') || /^[?/]?>$/.test(piece)) return 'tag';
  if (!isInTag) return 'text';
  return piece.startsWith('"') ? 'value' : 'name';
};

/**
 * One line of XML in pieces to colour. Only for showing: it never fails, whatever the line holds, and the pieces put together are
 * the line. A tag is expected to end on the line it begins on, as in everything SeqDB writes.
 */
export const xmlTokens = (line: string): XmlToken[] => {
  const tokens: XmlToken[] = [];
  let isInTag = false;
  for (const { 0: piece, index: at } of line.matchAll(pieces)) {
    const kind = kindOf(piece, isInTag);
    if (kind === 'tag') isInTag = piece.startsWith('<');
    const last = tokens.at(-1);
    if (last?.kind === kind) last.text += piece;
    else tokens.push({ kind, text: piece, at });
  }
  return tokens;
};
