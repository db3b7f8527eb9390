import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { EnaUploads } from '../uploads/uploads.service.ts';
import { missingFile } from '../webin/error-text.ts';
import type { Judgement } from '../webin/judgement.ts';
import type { Attempt } from './attempts.service.ts';
import { textsOf, unseenFiles } from './unseen-files.ts';
import { uploadLagSeconds } from './upload-lag.ts';

type Sent = { path: string; environment: 'sandbox' | 'test' | 'production'; secondsSinceSent: number };

/** What ENA says of files: that it does not see one yet, which passes, or that one is not what it should be. */
@Injectable()
export class EnaFileErrors {
  private readonly lag: number;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly database: DataSource,
    private readonly uploads: EnaUploads,
  ) {
    this.lag = uploadLagSeconds(config);
  }

  /**
   * @returns seconds until the records of a refused request are to be sent once more, because ENA only does not see yet
   *   what was brought to its upload area; undefined for a refusal that stands
   */
  async comeAgainIn(attempt: Attempt, judged: Judgement): Promise<number | undefined> {
    const unseen = unseenFiles(judged);
    if (unseen.length === 0) return undefined;
    const sent = new Map((await this.sent(attempt)).map((file) => [file.path, file.secondsSinceSent]));
    const ages = unseen.map((path) => sent.get(path) ?? Number.POSITIVE_INFINITY);
    const oldest = Math.max(...ages);
    if (oldest >= this.lag) return undefined;
    return Math.min(this.lag - oldest, 1_800, Math.max(0.5, oldest / 3));
  }

  /** The refusal with what to do about files that ENA does not see, long after they were brought. */
  advised(judged: Judgement): Judgement {
    const hours = Math.round(this.lag / 3_600);
    const time = hours > 0 ? `${hours} hours` : `${Math.round(this.lag)} seconds`;
    const advice = `It was brought there more than ${time} ago: send the record again, and the file is brought there anew.`;
    const objects = judged.objects.map((object) => ({
      ...object,
      errors: object.errors.map((error) =>
        missingFile(error.text) === null ? error : { ...error, text: `${error.text} ${advice}` },
      ),
    }));
    return { ...judged, objects };
  }

  /** Files that a refusal names are brought there anew the next time: they are missing, or not what they should be. */
  async forget(tx: Tx, attempt: Attempt, judged: Judgement): Promise<void> {
    const texts = textsOf(judged);
    const named = (await this.sent(attempt, tx)).filter(({ path }) =>
      texts.some((text) => text.includes(path)),
    );
    const [first] = named;
    if (!first) return;
    const { submissionId } = attempt;
    const paths = named.map(({ path }) => path);
    const message =
      'ENA refused a record because of it: it is brought there anew when the record is sent again.';
    await this.uploads.report(tx, { submissionId, environment: first.environment }, paths, message);
  }

  /** The files of the submission that were brought to the upload area. */
  private async sent(
    { submissionId, batchId }: Attempt,
    reader: Tx | DataSource = this.database,
  ): Promise<Sent[]> {
    return (await reader.query(
      `SELECT u.path, u.environment, extract(epoch FROM clock_timestamp() - u.sent_at)::float8 AS "secondsSinceSent"
         FROM ena_uploads u JOIN ena_batches b ON b.environment = u.environment
        WHERE b.id = $2 AND u.submission_id = $1 AND u.status = 'sent'`,
      [submissionId, batchId],
    )) as Sent[];
  }
}
