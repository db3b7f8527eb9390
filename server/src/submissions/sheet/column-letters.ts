/**
 * The letters a spreadsheet shows above a column.
 *
 * @param index 0 for the first column
 * @returns `A` … `Z`, `AA` … `ZZ`, `AAA` …
 */
export function columnLetters(index: number): string {
  let letters = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}
