import { isAccession } from '../../accessions/accession-number.ts';
import type { Ref } from '../../submissions/record-details.ts';
import type { WebinObjectType } from '../webin/webin-object.ts';
import type { ObjectRef } from '../webin/xml/reference.xml.ts';

/** A record of SeqDB's that others may refer to. */
export type Known = {
  accession: string;
  type: WebinObjectType;
  /** Within its submission. */
  alias: string;
  /** It belongs to the submission that is sent. */
  isOwn: boolean;
  /** ENA has it, in this environment. */
  isThere: boolean;
};

/** Said of a record whose reference leads nowhere. */
export class DanglingReference extends Error {}

/**
 * What the records of one request refer to, as ENA is told. SeqDB's records have their accession for their alias there, so
 * they are named by it; ENA's own accessions are passed on as they are.
 */
export class References {
  private readonly own = new Map<string, Known>();
  private readonly byAccession = new Map<string, Known>();
  private readonly travelling = new Set<string>();

  constructor(known: readonly Known[]) {
    for (const one of known) {
      if (one.isOwn) this.own.set(`${one.type}:${one.alias}`, one);
      this.byAccession.set(one.accession, one);
    }
  }

  /** From now on others may refer to it: it goes in the same request. */
  add(accession: string): void {
    this.travelling.add(accession);
  }

  /** The submission's own project. @throws DanglingReference */
  project(): ObjectRef {
    const project = [...this.own.values()].find(({ type }) => type === 'project');
    if (!project) throw new DanglingReference('its submission has no project');
    return this.target(project, 'project');
  }

  /** @throws DanglingReference when ENA does not have it, and will not get it with this request */
  of(type: WebinObjectType, ref: Ref): ObjectRef {
    if ('alias' in ref) {
      const known = this.own.get(`${type}:${ref.alias}`);
      if (!known) throw new DanglingReference(`there is no ${type} “${ref.alias}” in its submission`);
      return this.target(known, `${type} “${ref.alias}”`);
    }
    const { accession } = ref;
    if (!isAccession(accession)) return { accession };
    const known = this.byAccession.get(accession);
    if (known?.type !== type) throw new DanglingReference(`${accession} is no ${type} of SeqDB's`);
    return this.target(known, `${type} ${accession}`);
  }

  private target({ accession, isThere }: Known, name: string): ObjectRef {
    if (isThere || this.travelling.has(accession)) return { refname: accession };
    throw new DanglingReference(`its ${name} is not at ENA: it has to go there first`);
  }
}
