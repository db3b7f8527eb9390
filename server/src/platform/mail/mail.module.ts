import { Global, Module } from '@nestjs/common';
import { Mailer } from './mailer.ts';
import { MailProcessor } from './mail.processor.ts';
import { MailTransport } from './mail.transport.ts';

/** Outgoing mail: written by whoever has something to tell, sent by the worker. */
@Global()
@Module({ providers: [Mailer, MailTransport, MailProcessor], exports: [Mailer] })
export class MailModule {}
