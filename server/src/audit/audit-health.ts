import { Injectable } from '@nestjs/common';
import { ErasureHealth } from './erasure/erasure-health.ts';
import { ExportHealth } from './exporting/export-health.ts';
import { inEnglish, type Told } from './health-sentences.contract.ts';
import { PublicationHealth, type PublicationStanding } from './publication/publication-health.ts';
import { RetentionHealth } from './retention/retention-health.ts';
import { SealHealth, type SealStanding } from './sealing/seal-health.ts';
import { VerificationHealth } from './verification/verification-health.ts';

/** How the change log does as a service. */
export type LogHealth = {
  /** What is wrong. */
  troubles: Told[];
  /** What is not wrong, and weakens the proof all the same. */
  notes: Told[];
  newest: SealStanding['newest'];
  places: PublicationStanding[];
};

export type AuditStanding = {
  /** What is wrong; null when all is well. */
  trouble: string | null;
  note: string | null;
};

/** What is wrong with the change log, if anything. */
@Injectable()
export class AuditHealth {
  constructor(
    private readonly seal: SealHealth,
    private readonly publications: PublicationHealth,
    private readonly verifications: VerificationHealth,
    private readonly exports: ExportHealth,
    private readonly retention: RetentionHealth,
    private readonly erasures: ErasureHealth,
  ) {}

  /** One after the other: whoever asks often must not take the connections of those who work. @throws pg's errors */
  async look(): Promise<LogHealth> {
    const { troubles, newest } = await this.seal.look();
    const { places, notes, troubles: unpublished } = await this.publications.look();
    return {
      troubles: [
        ...troubles,
        ...unpublished,
        ...(await this.verifications.troubles()),
        ...(await this.exports.troubles()),
        ...(await this.retention.troubles()),
        ...(await this.erasures.troubles()),
      ],
      notes,
      newest,
      places,
    };
  }

  /** In words that may be told to everybody. @throws pg's errors */
  async standing(): Promise<AuditStanding> {
    const { troubles, notes } = await this.look();
    return { trouble: said(troubles), note: said(notes) };
  }
}

function said(all: readonly Told[]): string | null {
  const words = inEnglish(all);
  return words === null ? null : `change log: ${words}`;
}
