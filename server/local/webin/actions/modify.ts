import { documentOf } from '../document.ts';
import type { StoredFile } from '../files.store.ts';
import { contentErrors, missingCenter } from '../object-rules.ts';
import type { StoredObject } from '../objects.store.ts';
import type { SandboxObject } from '../receipt.ts';
import type { Target } from '../resolver.ts';
import { Resolver } from '../resolver.ts';
import type { Sandbox } from '../sandbox.ts';
import type { WebinStore } from '../store.ts';
import type { SubmittedObject } from '../submitted.ts';
import { echoed } from './add.ts';
import type { Order, Outcome } from './order.ts';

interface Change {
  readonly object: SubmittedObject;
  readonly stored: StoredObject;
}

/**
 * Puts whole objects in the place of those that are known by their alias or accession. A HOLD beside it changes
 * nothing (seen by NBIS); what becomes of the submission has no accession.
 */
export function modify(order: Order): Outcome {
  const { sandbox, submitted, actions } = order;
  const found = submitted.objects.map((object) => ({ object, stored: storedOf(order, object) }));
  const resolver = new Resolver(sandbox.store, [], sandbox.settings.current.publicElsewhere);
  const errors = found.flatMap(({ object, stored }) => changeErrors(order, object, stored, resolver));
  if (errors.length > 0) return { errors, objects: submitted.objects.map(echoed), submission: null };
  const changes = found.flatMap(({ object, stored }) => (stored ? [{ object, stored }] : []));
  if (actions.some(({ type }) => type === 'VALIDATE')) return { errors: [], submission: null };
  const infos = changes.flatMap((change) => apply(order, change, resolver) ?? []);
  const objects = changes.flatMap(({ stored }): SandboxObject[] => {
    const now = sandbox.store.objects.byAccession(stored.accession);
    return now ? [{ ...now, external: null }] : [];
  });
  return { errors: [], infos, objects, submission: '' };
}

function storedOf({ sandbox }: Order, { type, alias, accession }: SubmittedObject): StoredObject | null {
  const { objects } = sandbox.store;
  const stored = accession === '' ? objects.byAlias(type, alias) : objects.byAccession(accession);
  return stored?.type === type && stored.status !== 'CANCELLED' ? stored : null;
}

function changeErrors(
  { sandbox, centerName }: Order,
  object: SubmittedObject,
  stored: StoredObject | null,
  resolver: Resolver,
): string[] {
  const { type, alias, accession } = object;
  const { isBroker, mandatoryFields } = sandbox.settings.current;
  if (!stored) {
    const known = alias === '' && accession !== '' ? accession : alias;
    return [`In ${type}, alias: "${known}". No new objects can be added with MODIFY action.`];
  }
  if (alias !== '' && alias !== stored.alias) {
    // How ENA words this one is not known.
    return [`In ${type}, alias: "${alias}", accession: "${accession}". The alias cannot be changed.`];
  }
  return [
    ...(isBroker && !object.centerName && !centerName ? [missingCenter(object)] : []),
    ...contentErrors(object, resolver, mandatoryFields),
    ...renamedFiles(object, sandbox.store.files.of(stored.accession)),
    ...cycles(sandbox.store, object, stored.accession),
  ];
}

/** An umbrella project cannot be above itself. */
function cycles(store: WebinStore, { references }: SubmittedObject, accession: string): string[] {
  const below = (parent: string, seen: Set<string>): Set<string> => {
    for (const { kind, target } of store.references.of(parent)) {
      if (kind !== 'CHILD_PROJECT' || seen.has(target)) continue;
      below(target, seen.add(target));
    }
    return seen;
  };
  return references
    .filter(
      ({ kind, accession: child }) =>
        kind === 'CHILD_PROJECT' && below(child, new Set([child])).has(accession),
    )
    .map(
      ({ accession: child }) =>
        `An exception occurred: Cyclic dependency error: there is an entry with parent: ${accession} and child: ${child}`,
    );
}

function renamedFiles({ files }: SubmittedObject, stored: readonly StoredFile[]): string[] {
  const text = (name: string, type: string) =>
    `In filename: "${name}", filetype: "${type}". File names are not allowed to change during update.`;
  const missing = stored.filter(({ name }) => !files.some((file) => file.name === name));
  if (missing.length > 0)
    return missing.map(({ name, type }) => `${text(name, type)} Missing file name: ${name}.`);
  return files
    .filter(({ name }) => !stored.some((file) => file.name === name))
    .map(({ name, type }) => text(name, type));
}

/** @returns what Webin says when nothing is new */
function apply(order: Order, change: Change, resolver: Resolver): string | null {
  const { sandbox } = order;
  const { object, stored } = change;
  const { store } = sandbox;
  const { accession } = stored;
  const document = documentOf(object.node, stored.alias);
  if (document === stored.document)
    return `The XML md5 checksum for the object being updated has not changed. No update required for ${accession}.`;
  store.objects.replace(accession, object.title, document);
  refer(sandbox, change, resolver);
  if (object.files.length > 0) replaceFiles(order, change);
  return null;
}

function refer({ store }: Sandbox, { object, stored }: Change, resolver: Resolver): void {
  const targets = object.references.map((reference) => ({ reference, target: resolver.find(reference) }));
  store.references.set(
    stored.accession,
    targets.map(({ reference, target }) => ({ kind: reference.kind, target: accessionOf(target) })),
  );
  const kind = object.type === 'run' ? 'EXPERIMENT_REF' : 'STUDY_REF';
  const parent = targets.find(({ reference }) => reference.kind === kind)?.target;
  if (!parent || !('stored' in parent)) return;
  const root = object.type === 'run' ? parent.stored.root : parent.stored.accession;
  for (const { accession } of [stored, ...store.references.to(stored.accession, 'run')])
    store.objects.setRoot(accession, root);
  store.publicity.spread();
}

/** Names stay, checksums may change: then the files are processed again. */
function replaceFiles({ sandbox, now }: Order, { object, stored }: Change): void {
  const { store, settings } = sandbox;
  const before = store.files.of(stored.accession);
  const files = object.files.map(({ name, type, checksum }) => {
    const known = before.find((file) => file.name === name);
    return { name, type, md5: checksum || (known?.md5 ?? ''), bytes: known?.bytes ?? null };
  });
  store.files.set(stored.accession, files);
  const isChanged = files.some(({ name, md5 }) => md5 !== before.find((file) => file.name === name)?.md5);
  if (isChanged)
    store.processing.start(stored.accession, now.toISOString(), settings.current.processingError);
}

function accessionOf(target: Target | null): string {
  if (!target) return '';
  if ('elsewhere' in target) return target.elsewhere;
  return 'stored' in target ? target.stored.accession : '';
}
