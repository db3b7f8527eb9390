import { createHash } from 'node:crypto';

const longestStem = 400;

/**
 * Names for the experiments and runs of a portal sheet, which has none. They follow from the run's first file: ENA never
 * lets that be changed, so the same row of a corrected sheet, wherever it stands, gets the same names again.
 */
export class ReadsAliases {
  private readonly taken = new Map<string, number>();

  /** @param row what the name follows from where no file is named */
  next(file: string, row: number): { experiment: string; run: string } {
    const stem = shortened(file.trim() === '' ? `row-${row}` : file.trim());
    const times = (this.taken.get(stem) ?? 0) + 1;
    this.taken.set(stem, times);
    const name = times === 1 ? stem : `${stem}#${times}`;
    return { experiment: `experiment-${name}`, run: `run-${name}` };
  }
}

function shortened(name: string): string {
  if (name.length <= longestStem) return name;
  return `${name.slice(0, longestStem)}-${createHash('sha256').update(name).digest('hex').slice(0, 12)}`;
}
