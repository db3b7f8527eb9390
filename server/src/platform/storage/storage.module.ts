import { Global, Module } from '@nestjs/common';
import { ObjectStore } from './object-store.ts';

@Global()
@Module({ providers: [ObjectStore], exports: [ObjectStore] })
export class StorageModule {}
