// fauxqs' S3 part with objects as files. Of its parts the package shows only those that listen on every network
// interface, so two more are taken from inside: its version is pinned for that reason.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildApp } from 'fauxqs';
import type { EtagOf } from './copy-condition.ts';
import { checkKey } from './request-rules.ts';

export type StorageApp = ReturnType<typeof buildApp>;
type Stores = NonNullable<NonNullable<Parameters<typeof buildApp>[0]>['stores']>;
type Store = Stores['s3Store'];
type Persistence = NonNullable<Store['persistence']>;
type ListOptions = NonNullable<Parameters<Store['listObjects']>[1]>;

const home = pathToFileURL(findPackageJSON('fauxqs', import.meta.url) ?? '');
const inside = async <T>(path: string): Promise<T> => (await import(new URL(`dist/${path}`, home).href)) as T;

/**
 * Opens the folder with the objects of earlier starts. The server comes wrapped: it is thenable, and awaiting it would
 * start it before its checks are in place.
 * @param folder made when missing
 * @param broken where files are moved that a kill left half-written
 */
export async function openStore(
  folder: string,
  broken: string,
  log: (line: string) => void,
): Promise<{ app: StorageApp; etagOf: EtagOf }> {
  const { S3Store } = await inside<{ S3Store: new () => Store }>('s3/s3Store.js');
  const { FileS3Persistence } = await inside<{ FileS3Persistence: new (folder: string) => Persistence }>(
    's3/fileS3Persistence.js',
  );
  const { SqsStore } = await inside<{ SqsStore: new () => Stores['sqsStore'] }>('sqs/sqsStore.js');
  const { SnsStore } = await inside<{ SnsStore: new () => Stores['snsStore'] }>('sns/snsStore.js');
  const files = guardKeys(new FileS3Persistence(folder));
  setAsideBroken(folder, broken, log);
  const store = orderByBytes(new S3Store());
  files.loadS3(store);
  store.persistence = files;
  const stores = { s3Store: store, sqsStore: new SqsStore(), snsStore: new SnsStore() };
  return { app: buildApp({ logger: false, stores }), etagOf: (bucket, key) => etagIn(store, bucket, key) };
}

function etagIn(store: Store, bucket: string, key: string): string | undefined {
  try {
    return store.headObject(bucket, key).etag;
  } catch {
    return undefined; // headObject throws for what is not there, and for nothing else
  }
}

/** Keys also arrive inside bodies (DeleteObjects), so they are checked where they become file names. */
function guardKeys(files: Persistence): Persistence {
  const { upsertObject, deleteObject } = files;
  files.upsertObject = (bucket, object) => {
    checkKey(object.key);
    upsertObject.call(files, bucket, object);
  };
  files.deleteObject = (bucket, key) => {
    checkKey(key);
    deleteObject.call(files, bucket, key);
  };
  return files;
}

/** S3 lists in the order of the keys' bytes; fauxqs sorts by language, which loses keys between two pages. */
function orderByBytes(store: Store): Store {
  const all = store.listObjects.bind(store);
  store.listObjects = (bucket, options = {}) => {
    const { objects } = all(bucket, { prefix: options.prefix ?? '', maxKeys: Number.POSITIVE_INFINITY });
    objects.sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
    return page(objects, options);
  };
  return store;
}

type Listed = ReturnType<Store['listObjects']>;

function page(objects: Listed['objects'], options: ListOptions): Listed {
  const { prefix = '', delimiter, maxKeys = 1000 } = options;
  const after = Buffer.from(options.startAfter ?? options.marker ?? '');
  const listed: Listed['objects'] = [];
  const prefixes = new Set<string>();
  for (const object of objects) {
    const cut = delimiter ? object.key.indexOf(delimiter, prefix.length) : -1;
    const name = cut < 0 ? object.key : object.key.slice(0, cut + (delimiter?.length ?? 0));
    if (prefixes.has(name) || Buffer.compare(Buffer.from(name), after) <= 0) continue;
    if (listed.length + prefixes.size >= maxKeys)
      return { objects: listed, commonPrefixes: [...prefixes], isTruncated: true };
    if (cut < 0) listed.push(object);
    else prefixes.add(name);
  }
  return { objects: listed, commonPrefixes: [...prefixes], isTruncated: false };
}

/** A file that is described but not whole would keep fauxqs from starting: it is moved away and said so. */
function setAsideBroken(folder: string, broken: string, log: (line: string) => void): void {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const name of names.filter((each) => each.endsWith('.json') && !isWhole(join(folder, each)))) {
    log(`Object storage: ${name} was left half-written, moved to ${broken}`);
    mkdirSync(broken, { recursive: true });
    for (const file of [join(folder, name), dataFile(join(folder, name))].filter(existsSync)) {
      renameSync(file, join(broken, `${Date.now()}-${basename(file)}`));
    }
  }
}

const dataFile = (description: string): string => description.replace(/(\.meta)?\.json$/, '.data');

function isWhole(file: string): boolean {
  try {
    const { contentLength } = JSON.parse(readFileSync(file, 'utf8')) as { contentLength?: number };
    return contentLength === undefined || statSync(dataFile(file)).size === contentLength;
  } catch {
    return false;
  }
}
