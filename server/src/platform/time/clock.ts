import { Injectable } from '@nestjs/common';

/** The time, injectable: rules and demo data are given theirs, everything else takes the machine's. */
@Injectable()
export class Clock {
  private fixed: Date | undefined;

  now(): Date {
    return this.fixed ?? new Date();
  }

  /** Stands at a moment, for demo data that has a past and for tests; runs again without one. */
  standAt(moment: Date | undefined): void {
    this.fixed = moment;
  }

  /** Today's date in UTC, `YYYY-MM-DD`. */
  today(): string {
    return this.now().toISOString().slice(0, 10);
  }
}
