import { AccessionsStore } from './accessions.store.ts';
import { Database } from './database.ts';
import { FilesStore } from './files.store.ts';
import { ObjectsStore } from './objects.store.ts';
import { ProcessingStore } from './processing.store.ts';
import { Publicity } from './publicity.ts';
import { QueueStore } from './queue.store.ts';
import { ReferencesStore } from './references.store.ts';
import { RequestsStore } from './requests.store.ts';
import { SubmissionsStore } from './submissions.store.ts';

/** Everything the sandbox knows. */
export class WebinStore {
  readonly db: Database;
  readonly accessions: AccessionsStore;
  readonly submissions: SubmissionsStore;
  readonly objects: ObjectsStore;
  readonly references: ReferencesStore;
  readonly files: FilesStore;
  readonly processing: ProcessingStore;
  readonly publicity: Publicity;
  readonly queue: QueueStore;
  readonly requests: RequestsStore;

  constructor(dir: string) {
    this.db = new Database(dir);
    this.accessions = new AccessionsStore(this.db);
    this.submissions = new SubmissionsStore(this.db);
    this.objects = new ObjectsStore(this.db);
    this.references = new ReferencesStore(this.db);
    this.files = new FilesStore(this.db);
    this.processing = new ProcessingStore(this.db);
    this.publicity = new Publicity(this.db);
    this.queue = new QueueStore(this.db);
    this.requests = new RequestsStore(this.db);
  }

  transaction<T>(work: () => T): T {
    return this.db.transaction(work);
  }

  close(): void {
    this.db.close();
  }
}
