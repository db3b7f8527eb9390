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
  /** By which ENA has it, in this environment; null when it has not. */
  enaAlias: string | null;
};

/** Said of a record whose reference leads nowhere. */
export class DanglingReference extends Error {}

/**
 * What the records of one request refer to, as ENA is told: SeqDB's records by the alias that ENA has for them or gets
 * with this request; ENA's own accessions are passed on as they are.
 */
export class References {
  private readonly own = new Map<string, Known>();
  private readonly byAccession = new Map<string, Known>();
  private readonly travelling = new Map<string, string>();
  private named: string[] = [];

  constructor(known: readonly Known[]) {
    for (const one of known) {
      if (one.isOwn) this.own.set(`${one.type}:${one.alias}`, one);
      this.byAccession.set(one.accession, one);
    }
  }

  /** From now on others may refer to it: it goes in the same request, by this alias. */
  add(accession: string, enaAlias: string): void {
    this.travelling.set(accession, enaAlias);
  }

  /** Accessions, SeqDB's or ENA's, of what was referred to since this was last asked. */
  takeNamed(): string[] {
    const { named } = this;
    this.named = [];
    return named;
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
    if (!isAccession(accession)) {
      this.named.push(accession);
      return { accession };
    }
    const known = this.byAccession.get(accession);
    if (known?.type !== type) throw new DanglingReference(`${accession} is no ${type} of SeqDB's`);
    return this.target(known, `${type} ${accession}`);
  }

  private target({ accession, enaAlias }: Known, name: string): ObjectRef {
    this.named.push(accession);
    const refname = this.travelling.get(accession) ?? enaAlias;
    if (refname !== null) return { refname };
    throw new DanglingReference(`its ${name} is not at ENA: it has to go there first`);
  }
}
