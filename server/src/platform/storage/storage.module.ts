import { Global, Module } from '@nestjs/common';
import { MultipartStore } from './multipart-store.ts';
import { ObjectStore } from './object-store.ts';
import { SignedUrls } from './signed-urls.ts';

@Global()
@Module({
  providers: [ObjectStore, MultipartStore, SignedUrls],
  exports: [ObjectStore, MultipartStore, SignedUrls],
})
export class StorageModule {}
