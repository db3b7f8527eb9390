/**
 * A message of ENA's without what differs from record to record, so that a thousand alike are one line: what stands in
 * quotes or parentheses, accessions, aliases after a colon that names them, and numbers.
 */
export function messagePattern(message: string): string {
  return message
    .slice(0, 4_000)
    .replace(/^(Sample|In \w+, alias): ?("[^"]*"|[^;.]*)/, '$1: …')
    .replace(/"[^"]*"/g, '"…"')
    .replace(/(^|[\s([])'[^']*'/g, "$1'…'")
    .replace(/\b[A-Z]{2,6}[0-9]{4,}\b/g, '…')
    .replace(/\b\d+(?:[.,]\d+)*\b/g, '…')
    .replace(/…(?:[\s,]*…)+/g, '…')
    .slice(0, 500);
}
