import type { StoredObject } from './objects.store.ts';
import type { Reference } from './references.ts';
import type { WebinStore } from './store.ts';
import type { SubmittedObject } from './submitted.ts';

/** What a reference leads to: an object of the account, one of the same request, or somebody else's public one. */
export type Target =
  | { readonly stored: StoredObject }
  | { readonly submitted: SubmittedObject }
  | { readonly elsewhere: string };

/** Finds what the objects of a request refer to. */
export class Resolver {
  readonly #store: WebinStore;
  readonly #submitted = new Map<string, SubmittedObject>();
  readonly #elsewhere: ReadonlySet<string>;

  constructor(store: WebinStore, objects: readonly SubmittedObject[], publicElsewhere: readonly string[]) {
    this.#store = store;
    this.#elsewhere = new Set(publicElsewhere);
    for (const object of objects) this.#submitted.set(`${object.type} ${object.alias}`, object);
  }

  find(reference: Reference): Target | null {
    return reference.accession === '' ? this.#byAlias(reference) : this.#byAccession(reference);
  }

  #byAlias({ alias, to }: Reference): Target | null {
    for (const type of to) {
      const submitted = this.#submitted.get(`${type} ${alias}`);
      if (submitted) return { submitted };
      const stored = this.#store.objects.byAlias(type, alias);
      if (stored && stored.status !== 'CANCELLED') return { stored };
    }
    return null;
  }

  #byAccession({ accession, to }: Reference): Target | null {
    const stored = this.#store.objects.byAccession(accession);
    if (stored) return stored.status !== 'CANCELLED' && to.includes(stored.type) ? { stored } : null;
    return this.#elsewhere.has(accession) ? { elsewhere: accession } : null;
  }
}
