/** A record of a submission; its project is the submission itself. */
export type RecordType = 'sample' | 'experiment' | 'run' | 'analysis';

/**
 * The first position of each type: its records are listed in their sheet's order, samples before experiments before
 * runs, and an upload of one type leaves the positions of the others alone.
 */
export const firstPosition: Record<RecordType, number> = {
  sample: 0,
  experiment: 500_000_000,
  run: 1_000_000_000,
  analysis: 1_500_000_000,
};

/** Place of findings about reads as a whole: behind the samples, before the first experiment. */
export const beforeReads: number = firstPosition.experiment - 1;
