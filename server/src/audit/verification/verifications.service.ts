import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Actor } from '../../platform/access/actor.ts';
import { LogRuns } from '../runs/log-runs.service.ts';
import type { verificationStateView, VerificationView } from './verification.contract.ts';
import { verificationRun } from './verification-run.ts';

/** Asking for verifications, and how they went. */
@Injectable()
export class VerificationsService {
  constructor(private readonly runs: LogRuns) {}

  state(): Promise<z.infer<typeof verificationStateView>> {
    return this.runs.standing(verificationRun);
  }

  /** Has the log verified. While a run waits or runs, that is the one. */
  request(actor: Actor): Promise<VerificationView> {
    return this.runs.request(verificationRun, actor);
  }

  /** The nightly run, once a night whoever asks. @param night `YYYY-MM-DD` */
  requestNightly(night: string): Promise<void> {
    return this.runs.requestNightly(verificationRun, night);
  }
}
