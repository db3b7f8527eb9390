/** What becomes of files that were dropped: sent at once, sent once replacing is agreed to, or not at all and why. */
export type Taken = {
  fresh: File[];
  replacing: File[];
  refused: { name: string; because: 'empty' | 'twice' | 'onItsWay' }[];
};

/**
 * @param here names of the complete files of the submission
 * @param onTheirWay names of those that this tab is sending
 */
export const takeFiles = (
  files: readonly File[],
  here: ReadonlySet<string>,
  onTheirWay: ReadonlySet<string>,
): Taken => {
  const taken: Taken = { fresh: [], replacing: [], refused: [] };
  const seen = new Set<string>();
  for (const file of files) {
    const { name } = file;
    if (seen.has(name)) taken.refused.push({ name, because: 'twice' });
    else if (onTheirWay.has(name)) taken.refused.push({ name, because: 'onItsWay' });
    else if (file.size === 0) taken.refused.push({ name, because: 'empty' });
    else (here.has(name) ? taken.replacing : taken.fresh).push(file);
    seen.add(name);
  }
  return taken;
};
