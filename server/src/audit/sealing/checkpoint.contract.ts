import { z } from 'zod';
import { moment } from '../../platform/http/common.contract.ts';
import { listQuery, pageOf } from '../../platform/lists/list.contract.ts';

/** A signed head of the log, which covers everything up to its segment. */
export const checkpointView = z
  .object({
    id: z.string(),
    number: z.int(),
    /** Events sealed up to here. */
    events: z.int(),
    /** Events of this segment alone. */
    count: z.int(),
    closedAt: moment,
    keyId: z.string(),
    /** Hash of what the segment states, hex. */
    hash: z.string(),
    /** The signed note (C2SP tlog-checkpoint), to be kept outside. */
    head: z.string(),
  })
  .meta({ id: 'AuditCheckpoint' });
export const checkpointListQuery = listQuery.omit({ q: true });
export const checkpointPage = pageOf(checkpointView);

const auditKey = z
  .object({
    name: z.string(),
    id: z.string(),
    /** What it signs, as its name says: heads of the log, or manifests of exports (and never a head). */
    purpose: z.enum(['heads', 'exports']),
    algorithm: z.literal('Ed25519'),
    /** 32 bytes in base64. */
    publicKey: z.string(),
    /** The key in the form that tools for signed notes take (C2SP signed-note). */
    verifierKey: z.string(),
    validFrom: moment,
    validUntil: moment.nullable(),
  })
  .meta({ id: 'AuditKey' });
export type AuditKeyView = z.infer<typeof auditKey>;

/** `GET /.well-known/seqdb-audit-keys.json` */
export const auditKeysView = z
  .object({ origin: z.string(), keys: z.array(auditKey) })
  .meta({ id: 'AuditKeys' });
