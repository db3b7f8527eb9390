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

/** How long a store may keep a request waiting, ms; the whole of one may take any time. */
export type Patience = {
  /** Until there is a connection. */
  connectionTimeout: number;
  /** Nothing is sent and nothing comes. */
  socketTimeout: number;
};

/**
 * A client of a bucket in the hot store or in another one.
 *
 * @param checksums `always` for a bucket with object lock, where S3 takes nothing without one; else only where an operation
 *   asks for it: some stores do not know them, and a signed address would carry the checksum of an empty body
 * @param patience without one a store that says nothing is waited for without end, unless the request has a signal
 */
export function bucketClient(
  config: Config,
  place: BucketPlace = {},
  checksums: Checksums = 'whenRequired',
  patience?: Patience,
): S3Client {
  // Where no address is set it is AWS itself.
  const endpoint = place.endpoint ?? config.S3_HOT_ENDPOINT;
  const accessKeyId = place.accessKeyId ?? config.S3_HOT_ACCESS_KEY_ID;
  const secretAccessKey = place.secretAccessKey ?? config.S3_HOT_SECRET_ACCESS_KEY;
  return new S3Client({
    region: place.region ?? config.S3_HOT_REGION,
    forcePathStyle: endpoint !== undefined,
    ...(endpoint && { endpoint }),
    ...(patience && { requestHandler: { ...patience } }),
    // Without a key the SDK takes the machine's own role.
    ...(accessKeyId && secretAccessKey && { credentials: { accessKeyId, secretAccessKey } }),
    requestChecksumCalculation: checksums === 'always' ? 'WHEN_SUPPORTED' : 'WHEN_REQUIRED',
  });
}
