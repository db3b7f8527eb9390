import { z } from 'zod';

/** `GET /.well-known/seqdb-audit-verify.json`: what the verifier's files are, to be compared with what one builds. */
export const verifierProgramView = z
  .object({
    files: z.array(
      z.object({
        name: z.string(),
        /** Where it is, from the root. */
        path: z.string(),
        bytes: z.int(),
        sha256: z.string(),
      }),
    ),
  })
  .meta({ id: 'AuditVerifierProgram' });
export type VerifierProgramView = z.infer<typeof verifierProgramView>;
