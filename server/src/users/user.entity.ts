import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from '../platform/access/roles.contract.ts';

@Entity('users')
export class User {
  @PrimaryColumn('uuid') id: string;
  @Column('text') email: string;
  @Column('text') name: string;
  @Column('text', { array: true }) roles: Role[];
  @Column('text') status: 'active' | 'disabled';
  /** PHC string (argon2id); null for an account that cannot sign in with a password. */
  @Column('text', { nullable: true, select: false }) passwordHash: string | null;
  @Column('timestamptz', { nullable: true }) lastSeenAt: Date | null;
  /** Since when there is no person behind it any more. */
  @Column('timestamptz', { nullable: true }) erasedAt: Date | null;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz') updatedAt: Date;
  @Column('int') version: number;
}
