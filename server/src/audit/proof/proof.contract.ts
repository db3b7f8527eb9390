import { z } from 'zod';
import { moment } from '../../platform/http/common.contract.ts';
import { flawReasonView } from '../runs/reason.contract.ts';
import { namedPlace } from '../verification/bad-place.contract.ts';

const segment = z.object({
  number: z.int(),
  /** Place in the log of its first event, from 1. */
  firstSeq: z.int(),
  count: z.int(),
  /** Root of the Merkle tree over its events, hex. */
  root: z.string(),
  previous: z.string(),
  closedAt: moment,
});

/** What is wrong with the event itself, or with the segment that its proof leads to. */
const proofFlaw = namedPlace
  .extend({
    /** In English, and for whoever translates it. */
    says: z.string(),
    reason: flawReasonView,
  })
  .meta({ id: 'AuditProofFlaw' });
export type ProofFlaw = z.infer<typeof proofFlaw>;

/**
 * The proof that an event stands in the log as it does. SHA-256 over a zero byte and `body` is `leaf`; `leaf` with
 * `path` leads to the `root` of its segment (RFC 6962); the hash of what the segment states stands in the `head`, which
 * the log's key has signed.
 */
export const auditProof = z
  .object({
    id: z.uuid(),
    /** The event's exact text. */
    body: z.string(),
    /** What opens its commitments; for somebody who was erased, the day of the erasure. */
    personal: z.record(
      z.string(),
      z.union([z.object({ salt: z.string(), value: z.string() }), z.object({ erased: z.string() })]),
    ),
    /** Null until the event is sealed, a second or so after it was written. */
    seal: z
      .object({
        /** Place in the log, from 1. */
        seq: z.int(),
        leaf: z.string(),
        /** Hashes from the leaf to the root, nearest first, hex. */
        path: z.array(z.string()),
        segment,
        /** Hash of what the segment states, hex. */
        hash: z.string(),
        /** The signed note (C2SP tlog-checkpoint). */
        head: z.string(),
        keyId: z.string(),
      })
      .nullable(),
    /**
     * What the server found when it checked all of this, and the columns beside the text. With one of these, the event is
     * not proven. None is no proof by itself: whoever holds the server can leave them out.
     */
    flaws: z.array(proofFlaw),
  })
  .meta({ id: 'AuditProof' });
export type AuditProof = z.infer<typeof auditProof>;
