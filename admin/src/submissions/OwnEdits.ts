/**
 * What this person has changed in the records of submissions. Each change makes a new version of its submission, so that a
 * command given right after one would be refused as if somebody else had come in between.
 */
export class OwnEdits {
  private readonly underWay = new Map<string, Set<Promise<unknown>>>();
  private readonly made = new Map<string, Set<number>>();

  /** Has commands on the submission wait for `edit`; it fails when what it changes could not be saved. */
  begun(submissionId: string, edit: Promise<unknown>): void {
    const edits = this.underWay.get(submissionId) ?? new Set();
    this.underWay.set(submissionId, edits.add(edit));
    const end = () => edits.delete(edit);
    edit.then(end, end);
  }

  /** @param version of the submission that an edit made; null when it changed nothing */
  saved(submissionId: string, version: number | null): void {
    if (version === null) return;
    const versions = this.made.get(submissionId) ?? new Set();
    this.made.set(submissionId, versions.add(version));
  }

  /**
   * Waits for the edits that are on their way, and for those begun meanwhile.
   *
   * @param shown the version of the submission that the person sees
   * @returns the version that their own edits have made of it; it ends before the first change of somebody else, who is not
   *   passed over: the server refuses what was decided without having seen that
   * @throws what kept an edit from being saved: the command was meant for what it would have changed
   */
  async versionAfter(submissionId: string, shown: number): Promise<number> {
    const underWay = () => [...(this.underWay.get(submissionId) ?? [])];
    for (let edits = underWay(); edits.length > 0; edits = underWay()) await Promise.all(edits);
    const versions = this.made.get(submissionId);
    let version = shown;
    while (versions?.has(version + 1)) version += 1;
    return version;
  }
}

/** The edits of this tab. */
export const ownEdits = new OwnEdits();
