import { Injectable } from '@nestjs/common';

/** The time, injectable: rules and demo data are given theirs, everything else takes the machine's. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }

  /** Today's date in UTC, `YYYY-MM-DD`. */
  today(): string {
    return this.now().toISOString().slice(0, 10);
  }
}
