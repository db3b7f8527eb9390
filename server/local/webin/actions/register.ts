import type { AccessionsStore } from '../accessions.store.ts';
import { documentOf } from '../document.ts';
import type { StoredObject } from '../objects.store.ts';
import { OBJECT_TYPES } from '../object-types.ts';
import type { SandboxObject } from '../receipt.ts';
import type { Reference } from '../references.ts';
import type { Resolver } from '../resolver.ts';
import type { SubmittedObject } from '../submitted.ts';
import type { Order } from './order.ts';

/** What is given out and known so far, while a request is registered. */
interface Registration {
  readonly order: Order;
  readonly resolver: Resolver;
  readonly submission: string;
  readonly holdUntil: string;
  readonly accessions: ReadonlyMap<SubmittedObject, string>;
  readonly registered: Map<string, StoredObject>;
}

/** @returns the objects as the receipt has them, in the order in which they were submitted */
export function registerObjects(
  order: Order,
  resolver: Resolver,
  submission: string,
  holdUntil: string,
): SandboxObject[] {
  const { store } = order.sandbox;
  const { objects } = order.submitted;
  const accessions = new Map(objects.map((object) => [object, store.accessions.next(object.type)]));
  const registration = {
    order,
    resolver,
    submission,
    holdUntil,
    accessions,
    registered: new Map<string, StoredObject>(),
  };
  // What others refer to comes first: they take their study, and with it their status, from it.
  for (const type of OBJECT_TYPES)
    for (const object of objects) if (object.type === type) register(registration, object);
  const isSpreading = [...registration.registered.values()].some(
    ({ root, status }) => root !== null && status === 'PUBLIC',
  );
  if (isSpreading) store.publicity.spread();
  return objects.flatMap((object) => store.objects.byAccession(accessions.get(object) ?? '') ?? []);
}

function register(registration: Registration, object: SubmittedObject): void {
  const { order, accessions, registered, submission, holdUntil } = registration;
  const { store, area } = order.sandbox;
  const accession = accessions.get(object) ?? '';
  const references = object.references.map((reference) => ({
    kind: reference.kind,
    target: accessionOf(registration, reference),
  }));
  const root = rootOf(registration, object);
  const rootStatus = root === null ? null : (registered.get(root) ?? store.objects.byAccession(root))?.status;
  const isPublic = root === null ? holdUntil <= order.today : rootStatus === 'PUBLIC';
  const stored: StoredObject & { holdUntilDate: string } = {
    type: object.type,
    alias: object.alias,
    title: object.title,
    accession,
    external: otherHalf(object, store.accessions),
    status: isPublic ? 'PUBLIC' : 'PRIVATE',
    holdUntilDate: holdUntil,
    submission,
    root,
    document: documentOf(object.node, object.alias),
    firstCreated: order.now.toISOString(),
  };
  store.objects.add(stored);
  registered.set(accession, stored);
  if (references.length > 0) store.references.set(accession, references);
  if (object.type !== 'run' && object.type !== 'analysis') return;
  store.files.set(
    accession,
    object.files.map(({ name, type, checksum }) => {
      const file = area.find(name);
      return { name, type, md5: checksum || (area.sidecar(name) ?? ''), bytes: file?.bytes ?? null };
    }),
  );
  const { processingError } = order.sandbox.settings.current;
  store.processing.start(accession, order.now.toISOString(), processingError);
}

/** Projects and studies come in pairs, and so do samples and BioSamples; umbrella projects have no study. */
function otherHalf({ type, node }: SubmittedObject, accessions: AccessionsStore): SandboxObject['external'] {
  if (node.children.some(({ name }) => name === 'UMBRELLA_PROJECT')) return null;
  if (type === 'sample') return { accession: accessions.next('biosample'), type: 'biosample' };
  if (type === 'project') return { accession: accessions.next('study'), type: 'study' };
  return type === 'study' ? { accession: accessions.next('project'), type: 'Project' } : null;
}

function accessionOf({ resolver, accessions }: Registration, reference: Reference): string {
  const target = resolver.find(reference);
  if (!target) return '';
  if ('elsewhere' in target) return target.elsewhere;
  return 'stored' in target ? target.stored.accession : (accessions.get(target.submitted) ?? '');
}

/** The study an experiment, a run or an analysis belongs to; null for somebody else's and for other objects. */
function rootOf(registration: Registration, { type, references }: SubmittedObject): string | null {
  const { order, registered } = registration;
  const kind = type === 'run' ? 'EXPERIMENT_REF' : 'STUDY_REF';
  const reference = references.find((one) => one.kind === kind);
  if (!reference || type === 'project') return null;
  const accession = accessionOf(registration, reference);
  const parent = registered.get(accession) ?? order.sandbox.store.objects.byAccession(accession);
  if (!parent) return null;
  return type === 'run' ? parent.root : parent.accession;
}
