import { Module } from '@nestjs/common';
import { EventHub } from './event-hub.ts';
import { EventsController } from './events.controller.ts';
import { StreamReader } from './stream.reader.ts';

@Module({ controllers: [EventsController], providers: [EventHub, StreamReader] })
export class EventsModule {}
