import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/access/actor.ts';
import type { Tx } from '../platform/database/tx.ts';
import { Clock } from '../platform/time/clock.ts';
import { FileChanges } from './file-changes.ts';
import type { StoredFile } from './file.entity.ts';
import { current } from './file.state.ts';
import { judgeStated } from './judgement.ts';
import { sidecarOf } from './md5-sidecar.ts';

/**
 * Checksum files beside the files they speak of. Both may come in any order, and both may be read at the same moment:
 * whoever concludes about one locks them together, so that the later of the two sees the earlier.
 */
@Injectable()
export class Sidecars {
  constructor(
    private readonly changes: FileChanges,
    private readonly clock: Clock,
  ) {}

  /** Locks a file together with the current files that speak of it, or that it speaks of. */
  async lockFamily(
    tx: Tx,
    { id, rootId, name }: Pick<StoredFile, 'id' | 'rootId' | 'name'>,
  ): Promise<StoredFile[]> {
    const names = [`${name}.md5`, sidecarOf(name)].filter((each) => each !== undefined);
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM files WHERE root_id = $1 AND name = ANY($2) AND status = ANY($3)`,
      [rootId, names, current],
    );
    return this.changes.lock(tx, [id, ...rows.map((row) => row.id)]);
  }

  /** What the checksum file beside it states of a file; null when none was verified. */
  stated(family: readonly StoredFile[], name: string): string | null {
    const beside = family.find((each) => each.name === `${name}.md5` && each.status === 'verified');
    return beside?.statedMd5 ?? null;
  }

  /** After a checksum file was read or has gone: the file it speaks of is judged again. */
  async followed(tx: Tx, actor: Actor, sidecar: StoredFile): Promise<void> {
    const of = sidecarOf(sidecar.name);
    if (of === undefined) return;
    const family = await this.lockFamily(tx, sidecar);
    const file = family.find((each) => each.name === of && current.includes(each.status));
    if (!file || file.md5 === null) return;
    const isVerified = file.status === 'verified';
    if (!isVerified && file.rejection?.code !== 'file.sidecar_differs') return;
    const stated = sidecar.status === 'verified' ? sidecar.statedMd5 : null;
    const rejection = stated === null ? null : judgeStated(file.name, file.md5, stated);
    const to = rejection === null ? 'verified' : 'rejected';
    if (to === file.status) return;
    const because = rejection ? { code: rejection.code } : {};
    await this.changes.move(
      tx,
      actor,
      file,
      to,
      { rejection, settledAt: this.clock.now() },
      { sidecar: sidecar.id, ...because },
    );
  }
}
