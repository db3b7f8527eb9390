import type { SchemaValidator } from '../../src/ena/webin/xml/schema.validator.ts';
import type { KeptSettings } from './settings.ts';
import type { WebinStore } from './store.ts';
import type { UploadArea } from './upload-area.ts';

/** What the processing of a submission needs. */
export interface Sandbox {
  readonly store: WebinStore;
  readonly settings: KeptSettings;
  readonly area: UploadArea;
  readonly schemas: SchemaValidator | null;
  /** Name of the account. */
  readonly account: string;
}
