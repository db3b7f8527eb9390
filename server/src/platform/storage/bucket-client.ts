import { S3Client } from '@aws-sdk/client-s3';
import type { Config } from '../config/config.ts';

/** Where a bucket lies; what is left out is as for the hot store. */
export type BucketPlace = {
  endpoint?: string | undefined;
  region?: string | undefined;
  accessKeyId?: string | undefined;
  secretAccessKey?: string | undefined;
};

type Checksums = 'whenRequired' | 'always';

/**
 * A client of a bucket in the hot store or in another one.
 *
 * @param checksums `always` for a bucket with object lock, where S3 takes nothing without one; else only where an operation
 *   asks for it: some stores do not know them, and a signed address would carry the checksum of an empty body
 */
export function bucketClient(
  config: Config,
  place: BucketPlace = {},
  checksums: Checksums = 'whenRequired',
): S3Client {
  // Where no address is set it is AWS itself.
  const endpoint = place.endpoint ?? config.S3_HOT_ENDPOINT;
  const accessKeyId = place.accessKeyId ?? config.S3_HOT_ACCESS_KEY_ID;
  const secretAccessKey = place.secretAccessKey ?? config.S3_HOT_SECRET_ACCESS_KEY;
  return new S3Client({
    region: place.region ?? config.S3_HOT_REGION,
    forcePathStyle: endpoint !== undefined,
    ...(endpoint && { endpoint }),
    // Without a key the SDK takes the machine's own role.
    ...(accessKeyId && secretAccessKey && { credentials: { accessKeyId, secretAccessKey } }),
    requestChecksumCalculation: checksums === 'always' ? 'WHEN_SUPPORTED' : 'WHEN_REQUIRED',
  });
}
