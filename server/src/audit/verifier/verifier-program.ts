import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Injectable } from '@nestjs/common';
import { AppError } from '../../platform/errors/app.error.ts';
import type { VerifierProgramView } from './verifier-program.contract.ts';

export type ProgramFile = { bytes: Buffer; sha256: string };

/** Beside the built server; for a server that runs from its source, where the last build put it. */
const folders = ['../../../verifier/', '../../../../dist/server/verifier/'].map((folder) =>
  fileURLToPath(new URL(folder, import.meta.url)),
);
const names = ['seqdb-audit-verify.mjs', 'seqdb-audit-verify.tgz'] as const;
export type ProgramName = (typeof names)[number];

/** The verifier of exports as the build made it (`npm run build:server`), for auditors to take away. */
@Injectable()
export class VerifierProgram {
  private readonly read = new Map<ProgramName, ProgramFile>();

  /** @throws AppError `audit.no_verifier` when it was not built */
  file(name: ProgramName): ProgramFile {
    const known = this.read.get(name);
    if (known) return known;
    const bytes = bytesOf(name);
    const file = { bytes, sha256: hash('sha256', bytes) };
    this.read.set(name, file);
    return file;
  }

  /** @throws AppError `audit.no_verifier` */
  about(): VerifierProgramView {
    return {
      files: names.map((name) => {
        const { bytes, sha256 } = this.file(name);
        return { name, path: `/.well-known/${name}`, bytes: bytes.length, sha256 };
      }),
    };
  }
}

function bytesOf(name: ProgramName): Buffer {
  for (const folder of folders) {
    try {
      return readFileSync(join(folder, name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  throw new AppError('unavailable', 'audit.no_verifier', 'The verifier was not built with this server.');
}
