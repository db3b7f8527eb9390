import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import type { Config } from '../config/config.ts';

/**
 * A client of the hot store.
 *
 * @param endpoint the address to speak to, or to sign for; AWS itself where undefined
 */
export const hotClient = (config: Config, endpoint: string | undefined): S3Client =>
  new S3Client(clientConfig(config, endpoint));

function clientConfig(config: Config, endpoint: string | undefined): S3ClientConfig {
  const { S3_HOT_ACCESS_KEY_ID: accessKeyId, S3_HOT_SECRET_ACCESS_KEY: secretAccessKey } = config;
  return {
    region: config.S3_HOT_REGION,
    forcePathStyle: endpoint !== undefined,
    ...(endpoint && { endpoint }),
    // Without a key the SDK takes the machine's own role.
    ...(accessKeyId && secretAccessKey && { credentials: { accessKeyId, secretAccessKey } }),
    // Else a signed address would carry the checksum of an empty body.
    requestChecksumCalculation: 'WHEN_REQUIRED',
  };
}
