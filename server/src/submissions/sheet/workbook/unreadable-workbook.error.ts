/** A workbook that cannot be read, with what to do about it. It is told across threads by its message alone. */
export class UnreadableWorkbook extends Error {
  override readonly name = 'UnreadableWorkbook';
}
